import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { textOf } from '../../../shared/rows';
import { isZone } from '../../../shared/zones';
import { mergeGroups, type Group } from '../../domain/report/groups';
import { namesOf, type Names } from '../../domain/report/names';
import { rowsIn, storesField, templatesField, type Show } from '../fields';

export const zoneField = (show: Show, description: string): INodeProperties => ({
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	required: true,
	default: 'Asia/Almaty',
	description,
	displayOptions: { show },
});

/** @throws {InputError} */
export function zoneIn(context: IExecuteFunctions): string {
	const zone = textOf(context.getNodeParameter('timeZone', 0));
	if (isZone(zone)) return zone;
	throw new InputError('this is no time zone', 'Time Zone', 'Use a name such as Asia/Almaty.');
}

/** From *Stores* and, where the operation has it, *Templates*. @throws {InputError} */
export function namesIn(context: IExecuteFunctions, hasTemplates = true): Names {
	const templates = hasTemplates ? rowsIn(context, templatesField({})) : [];
	return namesOf(rowsIn(context, storesField({})), templates);
}

/** What *Count* made of all parts; an item without groups is a period without messages. */
export function groupsOf(parts: IDataObject[]): Group[] {
	return mergeGroups(parts.map(({ groups }) => (Array.isArray(groups) ? groups : []) as Group[]));
}
