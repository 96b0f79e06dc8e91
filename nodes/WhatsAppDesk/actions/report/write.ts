import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { textOf } from '../../../shared/rows';
import { isZone } from '../../domain/botSettings';
import { captionOf } from '../../domain/report/caption';
import { compareTemplates } from '../../domain/report/comparison';
import { reportPage } from '../../domain/report/page';
import { tablesOf } from '../../domain/report/tables';
import { jsonField, nowIn, nowOption, rowIn, storesField, templatesField } from '../fields';
import type { TogetherExecute } from '../together';
import { groupsOf, namesIn } from './fields';

const show = { resource: ['report'], operation: ['write'] };

export const description: INodeProperties[] = [
	jsonField(
		show,
		'Period',
		'about',
		"={{ $('Work Out the Period').first().json }}",
		'What Work Out Period gave. The input is all parts that Count Messages has made.',
	),
	storesField(show),
	templatesField(show),
	nowOption(show),
];

/**
 * Gives `empty` (there was no message at all), `caption` (text under the file), `html` (a whole page)
 * and the page as the file `data`. @throws {InputError}
 */
export const executeAll: TogetherExecute = async function (parts) {
	const { period, zone: given, file_name } = rowIn(this, 'about', 'Period');
	const zone = isZone(textOf(given)) ? textOf(given) : 'UTC';
	const names = namesIn(this);
	const groups = groupsOf(parts);
	const tables = tablesOf(groups, names);
	const comparisons = compareTemplates(groups, names);
	const writtenAt = DateTime.fromMillis(nowIn(this), { zone }).toFormat('dd.MM.yyyy HH:mm');
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
