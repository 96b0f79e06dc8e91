import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { BatchOperation } from '../batch';
import { createBody, labelsOf } from '../../domain/contactValues';
import { recentContacts } from '../../api/recentContacts';
import type { Created } from '../../api/schema';
import { optionsField, tagsOption, userOption } from '../fields';
import {
	contactFields,
	countryOption,
	firstNameOption,
	lastNameOption,
	mapper,
	nameField,
	valuesParameter,
} from './fields';

const show = { resource: ['contact'], operation: ['create'] };

export const description: INodeProperties[] = [
	nameField(show),
	...contactFields(show),
	mapper(show),
	optionsField(show, [countryOption, firstNameOption, lastNameOption, userOption, tagsOption]),
];

/** A new contact, whoever is there already: *Create or Update* looks first. */
export const batch: BatchOperation<Created> = {
	async prepare(context, itemIndex, api) {
		const values = await valuesParameter(context, itemIndex, api);
		if (labelsOf(values).length > 0) return createBody(values);
		const hint = 'Give at least one of Name, Phone and Email.';
		throw new InputError('there is nothing to write', 'Name', hint);
	},
	async send(api, bodies) {
		const answers = await api.create('contacts', bodies);
		for (const { request_id, custom_fields_values } of bodies) {
			const answer = answers.get(String(request_id));
			if (answer) recentContacts.remember(api.account, answer.id, custom_fields_values);
		}
		return answers;
	},
	output: ({ id }) => ({ contact_id: id, created: true }),
};
