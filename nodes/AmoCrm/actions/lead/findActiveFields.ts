import type { INodeProperties } from 'n8n-workflow';

import { countryOption, identityFields } from '../contact/fields';
import { contactLocator, optionsField } from '../fields';
import { markerOptions } from './leadFields';

const show = { resource: ['lead'], operation: ['findActive'] };
const showContact = { ...show, by: ['contact'] };
const showPerson = { ...show, by: ['person'] };

const excludedStages: INodeProperties = {
	displayName: 'Excluded Stage Names or IDs',
	name: 'excludedStages',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getStages' },
	default: [],
	description:
		'Stages of leads that are not in work although they are open. An expression may give a list or a text such as 63242022, 10089806:80579130. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const knownLeadId: INodeProperties = {
	displayName: 'Known Lead ID',
	name: 'knownLeadId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 8000001',
	description: 'Is looked at first: one request when it is still in work',
};

const marker = markerOptions(
	'Prefers the lead of the contact that has Marker Value in this field, whatever its stage',
	'The whole text of the field. Empty: the output only says what the lead has there.',
);

const preferMarked: INodeProperties = {
	displayName: 'Prefer Marked Lead',
	name: 'preferMarked',
	type: 'boolean',
	default: true,
	description:
		'Whether all leads of the contact are searched for Marker Value. Off, the lead is chosen without it, and the output still says whether the lead has it.',
};

/** Fields of Lead: Find Active. */
export const description: INodeProperties[] = [
	{
		displayName: 'By',
		name: 'by',
		type: 'options',
		options: [
			{ name: 'Contact', value: 'contact', description: 'A contact whose ID is known' },
			{
				name: 'Person',
				value: 'person',
				description: 'The contact with a Telegram ID, phone or e-mail, found on the way',
			},
		],
		default: 'contact',
		displayOptions: { show },
	},
	contactLocator(showContact),
	...identityFields(showPerson),
	optionsField(showContact, [
		excludedStages,
		knownLeadId,
		{
			displayName: 'Lead IDs of Contact',
			name: 'leadIdsOfContact',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.lead_ids }}',
			description: 'The list that Contact: Match gave; saves reading the contact again',
		},
		...marker,
		preferMarked,
	]),
	optionsField(showPerson, [
		countryOption,
		excludedStages,
		{
			displayName: 'Known Contact ID',
			name: 'knownContactId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7000001',
			description:
				'From a table of yours: taken instead of a search as long as amoCRM has the contact',
		},
		{ ...knownLeadId, description: 'Of the known contact: one request when it is still in work' },
		...marker,
		{
			displayName: 'Must Exist',
			name: 'mustExist',
			type: 'boolean',
			default: false,
			description:
				'Whether it is an error, contact_not_found or lead_not_found, when there is no such contact or no lead to work on',
		},
		preferMarked,
	]),
];
