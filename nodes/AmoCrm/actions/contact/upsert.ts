import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import type { LabelledField } from '../../domain/contactValues';
import type { Identity } from '../../domain/matching';
import { upsertContact } from '../../api/upsert';
import { optionsField, optionsOf, tagsOption, userOption } from '../fields';
import {
	addPhonesOption,
	countryOption,
	firstNameOption,
	identitiesParameter,
	identityFields,
	lastNameOption,
	mapper,
	nameField,
	unusableInput,
	valuesParameter,
} from './fields';

const show = { resource: ['contact'], operation: ['upsert'] };

export const description: INodeProperties[] = [
	...identityFields(show),
	nameField(show),
	mapper(show),
	optionsField(show, [
		{
			...addPhonesOption,
			displayName: 'Add Phone and Email',
			default: false,
			description:
				'Whether a new phone or e-mail is added to those of an existing contact, which else is left alone',
		},
		countryOption,
		firstNameOption,
		lastNameOption,
		{
			displayName: 'Look Among Newest First',
			name: 'lookFirst',
			type: 'boolean',
			default: false,
			description:
				'Whether to look through the newest contacts before creating one, for a run that may be a repeated one or for several n8n workers. It costs one request.',
		},
		userOption,
		tagsOption,
	]),
];

/** Finds or creates a contact; of an existing one only empty fields are filled. */
export const execute: OperationExecute = async function (itemIndex) {
	const { identities, unusable } = identitiesParameter(this, itemIndex);
	// What is written must be right, unlike what is only looked for.
	if (unusable.length > 0) throw unusableInput(unusable[0]);
	const { addPhones, lookFirst } = optionsOf(this, itemIndex);
	const api = await connect(this, itemIndex);
	const values = await valuesParameter(this, itemIndex, api);
	const result = await upsertContact(api, {
		identities,
		values: { ...values, fields: withTelegramId(values.fields, identities) },
		addToLists: addPhones === true,
		lookFirst: lookFirst === true,
		signal: this.getExecutionCancelSignal(),
	});
	return {
		contact_id: result.contactId,
		created: result.created,
		matched_by: result.matchedBy,
		filled: result.filled,
		lead_ids: result.leadIds,
	};
};

/** The Telegram ID goes into its field, whatever the mapper says of that one. */
function withTelegramId(fields: LabelledField[], identities: Identity[]): LabelledField[] {
	const telegram = identities.find(({ kind }) => kind === 'telegram_id');
	if (!telegram) return fields;
	const { field, value } = telegram;
	return [
		{ label: 'telegram_id', entry: { field_id: field, values: [{ value }] } },
		...fields.filter(({ entry }) => entry.field_id !== field),
	];
}
