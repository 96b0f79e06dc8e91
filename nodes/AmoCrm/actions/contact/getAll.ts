import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listFields } from '../../../shared/listFields';
import type { OperationExecute } from '../../../shared/runItems';
import { PAGE_SIZE } from '../../api/client';
import { connect } from '../../api/connect';
import type { Entity } from '../../api/schema';
import { asChosen } from '../../domain/customFields';
import { optionalIdOf, optionsField, optionsOf, simplifyOption, userOption } from '../fields';

const show = { resource: ['contact'], operation: ['getAll'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Search',
		name: 'query',
		type: 'string',
		default: '',
		placeholder: 'e.g. Anna',
		description:
			'Text that any field contains. Empty for all contacts. A contact that was just written is not found for some seconds. To find one person, use Match.',
		displayOptions: { show },
	},
	...listFields(show),
	optionsField(show, [userOption, simplifyOption]),
];

/** Contacts with their leads, in the order of their IDs; deleted ones excluded. */
export const execute: OperationExecute = async function (itemIndex) {
	const { responsibleUserId, simplify } = optionsOf(this, itemIndex);
	const term = String(this.getNodeParameter('query', itemIndex, '') ?? '').trim();
	const returnAll = this.getNodeParameter('returnAll', itemIndex, false) === true;
	const limit = returnAll ? Infinity : Number(this.getNodeParameter('limit', itemIndex, 50));
	const userId = optionalIdOf(responsibleUserId, 'Responsible User');
	// Filters are ignored in some accounts (amocrm sheet §7.2): what comes is checked.
	const isWanted = ({ is_deleted, responsible_user_id }: Entity) =>
		!is_deleted && (userId === undefined || Number(responsible_user_id) === userId);
	const api = await connect(this, itemIndex);
	const contacts: IDataObject[] = [];
	const pages = api.list('contacts', {
		query: term === '' ? undefined : term,
		filter: { responsible_user_id: userId },
		with: 'leads',
		limit: userId === undefined ? Math.min(limit, PAGE_SIZE) : PAGE_SIZE,
	});
	for await (const page of pages) {
		for (const contact of page.filter(isWanted)) {
			contacts.push(asChosen(contact, simplify));
		}
		if (contacts.length >= limit) break;
	}
	return contacts.slice(0, limit);
};
