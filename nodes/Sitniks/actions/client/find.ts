import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsOf, textParameter } from '../../../shared/parameters';
import { textOf } from '../../../shared/values';
import { InputError } from '../../../shared/errors';
import { phoneCountryOption, simplifyOption } from '../../../shared/optionFields';
import { parsePhone } from '../../../shared/phones';
import type { OperationResult } from '../../../shared/runItems';
import type { CountryCode } from '../../../shared/vendor';
import { collect } from '../../api/client';
import { connectItem } from '../../api/connect';
import { sitniksOptions, type Show } from '../fields';

const show = { resource: ['client'], operation: ['find'] };

const field = (
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder,
	description,
	displayOptions: { show: { ...show, by: [name] } as Show },
});

export const description: INodeProperties[] = [
	{
		displayName: 'By',
		name: 'by',
		type: 'options',
		options: [
			{ name: 'E-Mail', value: 'email' },
			{ name: 'Phone', value: 'phone' },
			{ name: 'Text', value: 'search' },
		],
		default: 'phone',
		description: 'What is known of the client',
		displayOptions: { show },
	},
	field('E-Mail', 'email', 'e.g. olena@example.com', 'The address that the client gave'),
	field('Phone', 'phone', 'e.g. 050 111 22 33', 'As people write it; the country is an option'),
	field('Text', 'search', 'e.g. Олена', 'What Sitniks looks for in its clients, such as a name'),
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show },
	},
	sitniksOptions(show, [phoneCountryOption('UA'), simplifyOption]),
];

/** Clients with `found: true`, or one item with `found: false`. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const { simplify = true, country } = optionsOf(this, itemIndex);
	const by = this.getNodeParameter('by', itemIndex) as 'email' | 'phone' | 'search';
	const value = valueOf(by, textParameter(this, by, itemIndex).trim(), textOf(country));
	const limit = Math.max(1, Number(this.getNodeParameter('limit', itemIndex)) || 1);
	const clients = await collect(api.clients({ [by]: value }, limit), limit);
	if (clients.length === 0) return { found: false };
	return clients.map((client): IDataObject => {
		if (!simplify) return { found: true, ...client };
		const { id, fullname, phone, email } = client;
		return { found: true, client_id: id, full_name: fullname, phone, email };
	});
}

/** @throws {InputError} that repeats nothing of it */
function valueOf(by: string, text: string, country: string): string {
	const label = { email: 'E-Mail', phone: 'Phone' }[by] ?? 'Text';
	if (text === '') throw new InputError('it is empty', label, 'Give what to look for.');
	if (by !== 'phone') return text;
	const phone = parsePhone(text, (country.toUpperCase() || 'UA') as CountryCode);
	if (phone.ok) return phone.e164;
	const hint = 'Give it with its country code, or set the option Country.';
	throw new InputError('this is no phone', label, hint);
}
