import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { linkedRowsIn } from '../../../shared/itemLinks';
import type { Row } from '../../../shared/rows';
import { formItem } from '../../domain/form';
import { forgetPage } from '../../domain/person/page';
import { identityOf, isTheirCard } from '../../domain/person/person';
import { stepsOf, type Trace } from '../../domain/person/traces';
import { jsonField, rowsIn } from '../fields';
import type { TogetherExecute } from '../together';
import { cardsField, questionField, questionIn } from './fields';

const show = { resource: ['person'], operation: ['writePage'] };

const CARDS = cardsField(show);
const TRACES = jsonField('Traces', 'traces', 'What List Traces gave', show, {
	default: "={{ $('List Traces').all() }}",
});

const FOUND = jsonField(
	'Found Rows',
	'found',
	'The items that a Data Table node found for the traces, with their links: all of the node that read them',
	show,
	{ default: "={{ $('Find Their Rows').all() }}" },
);

export const description: INodeProperties[] = [questionField(show), CARDS, TRACES, FOUND];

/** The page (`form`, `css` …) with the `steps` that it tells of, and the `identity`. @throws {InputError} */
export const executeAll: TogetherExecute = async function () {
	const question = questionIn(this, 0);
	const identity = identityOf(question, rowsIn(this, CARDS));
	const traces = rowsIn(this, TRACES) as unknown as Trace[];
	const steps = stepsOf(foundOf(this, traces), identity, (card) =>
		isTheirCard(card, question, identity),
	);
	const page = formItem(forgetPage(question, identity, steps));
	return { ...page, steps, identity } as unknown as IDataObject;
};

/** n8n's item links tell for which trace a row was found. */
function foundOf(context: IExecuteFunctions, traces: Trace[]): Array<{ trace: Trace; row: Row }> {
	return linkedRowsIn(context, FOUND).flatMap(({ row, link }) => {
		const trace = traces[link ?? -1];
		return trace ? [{ trace, row }] : [];
	});
}
