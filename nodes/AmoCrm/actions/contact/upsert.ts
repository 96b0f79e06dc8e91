import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import type { LabelledField } from '../../domain/contactValues';
import type { Identity } from '../../domain/matching';
import { upsertContact } from '../../api/upsert';
import { knownIdOf, optionsField, optionsOf, tagsOption, userOption } from '../fields';
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
		{
			displayName: 'Create Without Identity',
			name: 'createWithoutIdentity',
			type: 'boolean',
			default: false,
			description:
				'Whether a contact is created when Telegram ID, phone and e-mail are all empty, for somebody whose number is not proved. Nobody is looked for then. After a lost answer a second one may come into being.',
		},
		firstNameOption,
		{
			displayName: 'Known Contact ID',
			name: 'knownContactId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7000001',
			description:
				'From a table of yours: taken as it is, instead of a search, as long as amoCRM has the contact',
		},
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
	const { addPhones, createWithoutIdentity, knownContactId, lookFirst } = optionsOf(
		this,
		itemIndex,
	);
	const { identities, unusable } = identitiesParameter(this, itemIndex, {
		mayBeNothing: createWithoutIdentity === true,
	});
	// What is written must be right, unlike what is only looked for.
	if (unusable.length > 0) throw unusableInput(unusable[0]);
	const api = await connect(this, itemIndex);
	const values = await valuesParameter(this, itemIndex, api);
	const result = await upsertContact(api, {
		identities,
		knownContactId: knownIdOf(knownContactId, 'Known Contact ID', 'contacts'),
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
