import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { phoneCountryOption } from '../../../shared/optionFields';
import type { AmoApi, Body } from '../../api/client';
import { cutText } from '../../../shared/amoCrmLimits';
import {
	contactLocator,
	contactValues,
	customFieldsMapper,
	customFieldsParameter,
	optionsField,
	optionsOf,
	pipelineOption,
	stageOption,
	tagsOption,
	userOption,
} from '../fields';
import { markerOptions, priceOption } from './leadFields';

const show = { resource: ['lead'], operation: ['create'] };
const showNew = { ...show, contact: ['either', 'new'] };

/** Fields of Lead: Create. */
export const description: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Website order',
		description: 'Title of the lead. Without one amoCRM names it by its number.',
		displayOptions: { show },
	},
	{
		displayName: 'Contact',
		name: 'contact',
		type: 'options',
		options: [
			{ name: 'Existing Contact', value: 'existing' },
			{
				name: 'Existing or New Contact',
				value: 'either',
				description: 'The chosen contact; created together with the lead where its ID is empty',
			},
			{ name: 'New Contact', value: 'new', description: 'Created together with the lead' },
			{ name: 'None', value: 'none' },
		],
		default: 'none',
		description: 'The contact that the lead is linked to',
		displayOptions: { show },
	},
	contactLocator({ ...show, contact: ['existing'] }),
	contactLocator({ ...show, contact: ['either'] }, { required: false }),
	{
		displayName: 'Contact Name',
		name: 'contactName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Aigerim Test',
		displayOptions: { show: showNew },
	},
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		default: '',
		placeholder: 'e.g. +7 701 000 00 01',
		displayOptions: { show: showNew },
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		default: '',
		placeholder: 'e.g. name@example.com',
		displayOptions: { show: showNew },
	},
	customFieldsMapper(showNew, 'contacts', {
		name: 'contactCustomFields',
		displayName: 'Contact Custom Fields',
	}),
	customFieldsMapper(show, 'leads'),
	optionsField(show, [
		phoneCountryOption('RU'),
		{
			displayName: 'Look Back Minutes',
			name: 'lookBackMinutes',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1440,
			description: 'How long ago a lead may have been created to be found by Look First',
		},
		{
			displayName: 'Look First',
			name: 'lookFirst',
			type: 'boolean',
			default: false,
			description:
				'Whether to look for a lead with the marker before creating one, for a run that may be a repetition',
		},
		...markerOptions(
			'Creates the lead once: it is marked in this field, and looked for there when the answer of amoCRM was lost',
			'A text that no other lead has, such as the ID of an order',
		),
		pipelineOption,
		priceOption,
		userOption,
		stageOption,
		tagsOption,
	]),
];

/** The contact that `/leads/complex` creates with the lead. @throws {InputError | VendorError} */
export async function newContact(
	context: IExecuteFunctions,
	itemIndex: number,
	api: AmoApi,
): Promise<Body> {
	const [name, phone, email] = ['contactName', 'phone', 'email'].map((parameter) =>
		String((context.getNodeParameter(parameter, itemIndex, '') as unknown) ?? '').trim(),
	);
	if (name === '' && phone === '' && email === '') {
		const hint = 'Give a name, a phone or an e-mail, or choose another kind of contact.';
		throw new InputError('it is empty', 'Contact Name', hint);
	}
	const { country = 'RU' } = optionsOf(context, itemIndex);
	const more = await customFieldsParameter(
		context,
		itemIndex,
		api,
		'contacts',
		'contactCustomFields',
	);
	const values = [
		...contactValues({ phone, email }, String(country)),
		// A new contact has nothing to clear.
		...more.filter((entry) => entry.values !== null),
	];
	return {
		...(name === '' ? {} : { name: cutText(name) }),
		...(values.length === 0 ? {} : { custom_fields_values: values }),
	};
}
