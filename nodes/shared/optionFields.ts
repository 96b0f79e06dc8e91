import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The "Options" collection of some operations: only what the user adds is sent. */
export function optionsField(
	show: NonNullable<IDisplayOptions['show']>,
	options: INodeProperties[],
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
		displayOptions: { show },
	};
}

/** An option of every operation that takes a phone. @param country two letters */
export function phoneCountryOption(country: string): INodeProperties {
	return {
		displayName: 'Country',
		name: 'country',
		type: 'string',
		default: country,
		placeholder: 'e.g. UA',
		description: 'Two letters of the country of phones that are written without a country code',
	};
}

/** For operations that read from a vendor. */
export const simplifyOption: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};
