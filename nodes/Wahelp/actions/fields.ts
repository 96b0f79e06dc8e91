import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { phoneCountryOption } from '../../shared/optionFields';
import { locatorText, optionsOf as chosenOptions } from '../../shared/parameters';
import { parsePhone, type Phone } from '../../shared/phones';
import { textOf } from '../../shared/values';
import type { CountryCode } from '../../shared/vendor';

type Show = NonNullable<IDisplayOptions['show']>;

/** Of every operation that calls Wahelp. */
export const projectField: INodeProperties = {
	displayName: 'Project',
	name: 'projectId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchProjects', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 77' },
	],
	displayOptions: { hide: { resource: ['inbound'] } },
};

/** A channel of the project. */
export function channelField(show: Show, required = true): INodeProperties {
	return {
		displayName: 'Channel',
		name: 'channel',
		type: 'resourceLocator',
		required,
		default: { mode: 'list', value: '' },
		description: 'The UUID of a channel; the number that webhooks give works too',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchChannels', searchable: true },
			},
			{
				displayName: 'By UUID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 0f2c41d0-8b51-4c5e-9a65-1f6d3c0a7e11',
			},
		],
		displayOptions: { show },
	};
}

export function phoneField(show: Show): INodeProperties {
	return {
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 8 999 123 45 67',
		description: 'As people write it; the country is an option',
		displayOptions: { show },
	};
}

export function nameField(show: Show): INodeProperties {
	return {
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Анна',
		description: 'Of the client, as operators see it. Left out when empty.',
		displayOptions: { show },
	};
}

export const countryOption = phoneCountryOption('RU');

/** Only what the user chose. */
export type Options = Partial<{
	country: string;
	destination: string;
	excludeIds: unknown;
	lookFirst: boolean;
	sentAfter: unknown;
	simplify: boolean;
	userId: unknown;
}>;

export const optionsOf = chosenOptions<Options>;

/** The project's id. @throws {InputError} */
export function projectParameter(context: IExecuteFunctions, itemIndex: number): string {
	const id = locatorText(context.getNodeParameter('projectId', itemIndex, '') as unknown);
	if (/^\d+$/.test(id)) return id;
	const hint = 'Choose it from the list, or give the number that Wahelp shows.';
	throw new InputError(id === '' ? 'it is empty' : 'this is no ID', 'Project', hint);
}

/** A channel's UUID or number, '' when none is chosen. */
export function optionalChannel(context: IExecuteFunctions, itemIndex: number): string {
	return locatorText(context.getNodeParameter('channel', itemIndex, '') as unknown);
}

/** A channel's UUID or number. @throws {InputError} */
export function channelParameter(context: IExecuteFunctions, itemIndex: number): string {
	const channel = optionalChannel(context, itemIndex);
	if (channel !== '') return channel;
	throw new InputError('it is empty', 'Channel', 'Choose it from the list, or give its UUID.');
}

/** @throws {InputError} that does not repeat the phone */
export function phoneParameter(
	context: IExecuteFunctions,
	itemIndex: number,
): Extract<Phone, { ok: true }> {
	const raw = context.getNodeParameter('phone', itemIndex, '') as unknown;
	const country = textOf(optionsOf(context, itemIndex).country).toUpperCase() || 'RU';
	const phone = parsePhone(raw, country as CountryCode);
	if (phone.ok) return phone;
	throw new InputError(
		textOf(raw) === '' ? 'it is empty' : 'this is no phone',
		'Phone',
		'Give it with its country code, or set the option Country.',
	);
}

/** The id of a user. @throws {InputError} */
export function userId(raw: unknown): string {
	const id = textOf(raw);
	if (/^\d+$/.test(id)) return id;
	const hint = 'It is the number of the user of the channel, as User: Ensure gives it.';
	throw new InputError(id === '' ? 'it is empty' : 'this is no ID', 'User ID', hint);
}
