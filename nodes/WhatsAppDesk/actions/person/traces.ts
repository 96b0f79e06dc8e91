import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { textOf, type Row } from '../../../shared/rows';
import { identityOf } from '../../domain/person/person';
import { tracesOf, type Trace } from '../../domain/person/traces';
import { jsonField, rowsIn } from '../fields';
import type { TogetherExecute } from '../together';
import { cardsField, questionField, questionIn } from './fields';

const show = { resource: ['person'], operation: ['traces'] };

const CARDS = cardsField(show);
const LIST = jsonField(
	'Tables',
	'tables',
	'The list of tables, as a Data Table node gives it',
	show,
	{
		default: '={{ $input.all() }}',
	},
);

export const description: INodeProperties[] = [questionField(show), CARDS, LIST];

/** One item for each place where rows of the person may stand. @throws {InputError} */
export const executeAll: TogetherExecute = async function () {
	const identity = identityOf(questionIn(this, 0), rowsIn(this, CARDS));
	const list = rowsIn(this, LIST);
	const traces = tracesOf(identity, list);
	return (traces.length > 0 ? traces : nowhere(list)) as unknown as IDataObject[];
};

/** A search that finds nothing: the page must be shown also when there is nobody to look for. */
function nowhere(list: Row[]): Trace[] {
	const table = list.find(({ name }) => textOf(name) === 'clients');
	if (!table)
		throw new InputError('there is no table clients', 'Tables', 'Publish 00-setup first.');
	const where = { column: 'id', condition: 'eq', value: '0' } as const;
	return [{ table_id: textOf(table.id), table: 'clients', ...where }];
}
