import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { zoneOf } from '../../domain/botSettings';
import { formItem } from '../../domain/form';
import { historyPage, isOptedOut } from '../../domain/history/page';
import { phoneBehind } from '../../domain/history/question';
import { jsonField, rowsIn, settingsField, storesField } from '../fields';
import { messagesField, questionField, questionIn } from './fields';

const show = { resource: ['history'], operation: ['writePage'] };

const MESSAGES = messagesField(show);
const CLIENTS = jsonField('Clients', 'clients', 'Rows of the table clients with this phone', show, {
	default: '={{ $input.all() }}',
});
const STORES = storesField(show);
const SETTINGS = settingsField(show);

export const description: INodeProperties[] = [
	questionField(show),
	MESSAGES,
	CLIENTS,
	STORES,
	SETTINGS,
];

/** Gives the page (`form`, `css` …), `phone` and `opted_out`. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const rows = (field: INodeProperties) => rowsIn(this, field, itemIndex);
	const question = questionIn(this, itemIndex);
	const messages = rows(MESSAGES);
	const clients = rows(CLIENTS);
	const zone = zoneOf(rows(SETTINGS));
	const page = historyPage({ question, messages, clients, stores: rows(STORES), zone });
	return {
		...formItem(page),
		phone: phoneBehind(question, messages),
		opted_out: isOptedOut(clients),
	};
};
