import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { zoneOf } from '../../domain/botSettings';
import { formItem } from '../../domain/form';
import { historyPage, isOptedOut } from '../../domain/history/page';
import { phoneBehind } from '../../domain/history/question';
import { jsonField, rowsIn, settingsField, storesField } from '../fields';
import { messagesField, questionField, questionIn } from './fields';

const show = { resource: ['history'], operation: ['write'] };

export const description: INodeProperties[] = [
	questionField(show),
	messagesField(show),
	jsonField(
		show,
		'Clients',
		'clients',
		'={{ $input.all() }}',
		'Rows of the table clients with this phone',
	),
	storesField(show),
	settingsField(show),
];

/** Gives the page (`form`, `css` …), `phone` and `opted_out`. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const rows = (name: string, displayName: string) => rowsIn(this, name, displayName, itemIndex);
	const question = questionIn(this, itemIndex);
	const messages = rows('messages', 'Messages');
	const clients = rows('clients', 'Clients');
	const zone = zoneOf(rows('settings', 'Settings'));
	const stores = rows('stores', 'Stores');
	const page = historyPage({ question, messages, clients, stores, zone });
	return {
		...formItem(page),
		phone: phoneBehind(question, messages),
		opted_out: isOptedOut(clients),
	};
};
