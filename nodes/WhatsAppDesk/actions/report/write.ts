import type { INodeProperties } from 'n8n-workflow';

import { textOf } from '../../../shared/rows';
import { isZone } from '../../../shared/zones';
import { captionOf } from '../../domain/report/caption';
import { compareTemplates } from '../../domain/report/comparison';
import { reportPage } from '../../domain/report/page';
import { tablesOf } from '../../domain/report/tables';
import { clockText } from '../../domain/time';
import { jsonField, nowIn, nowField, objectIn, storesField, templatesField } from '../fields';
import type { TogetherExecute } from '../together';
import { groupsOf, namesIn } from './fields';

const show = { resource: ['report'], operation: ['write'] };

const PERIOD = jsonField(
	'Period',
	'about',
	'What Work Out Period gave. The input is all parts that Count Messages has made.',
	show,
	{ default: "={{ $('Find Period').first().json }}" },
);

export const description: INodeProperties[] = [
	PERIOD,
	storesField(show),
	templatesField(show),
	nowField(show),
];

/**
 * Gives `empty` (there was no message at all), `caption` (text under the file), `html` (a whole page)
 * and the page as the file `data`. @throws {InputError}
 */
export const executeAll: TogetherExecute = async function (parts) {
	const { period, zone: given, file_name } = objectIn(this, PERIOD);
	const zone = isZone(textOf(given)) ? textOf(given) : 'UTC';
	const names = namesIn(this);
	const groups = groupsOf(parts);
	const tables = tablesOf(groups, names);
	const comparisons = compareTemplates(groups, names);
	const writtenAt = clockText(nowIn(this), zone);
	const html = reportPage({ tables, comparisons, period: textOf(period), zone, writtenAt });
	const json = {
		empty: tables.all.total + tables.tests === 0,
		caption: captionOf(tables, comparisons, textOf(period)),
		html,
	};
	const fileName = `${textOf(file_name) || 'whatsapp'}.html`;
	const data = await this.helpers.prepareBinaryData(Buffer.from(html), fileName, 'text/html');
	return { items: [{ json, binary: { data } }] };
};
