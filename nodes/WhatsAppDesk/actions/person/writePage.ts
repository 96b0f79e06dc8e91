import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { linkOf } from '../../../shared/itemLinks';
import type { Row } from '../../../shared/rows';
import { formItem } from '../../domain/form';
import { forgetPage } from '../../domain/person/page';
import { identityOf, isOwnCard } from '../../domain/person/person';
import { stepsOf, type Trace } from '../../domain/person/traces';
import { jsonField, rowsIn } from '../fields';
import type { TogetherExecute } from '../together';
import { cardsField, questionField, questionIn } from './fields';

const show = { resource: ['person'], operation: ['writePage'] };

const CARDS = cardsField(show);
const TRACES = jsonField(
	'Traces',
	'traces',
	'What List Traces gave. The input is what a Data Table node found for them.',
	show,
	{ default: "={{ $('List Their Traces').all() }}" },
);

export const description: INodeProperties[] = [questionField(show), CARDS, TRACES];

/** The page (`form`, `css` …) with the `steps` that it tells of, and the `identity`. @throws {InputError} */
export const executeAll: TogetherExecute = async function () {
	const question = questionIn(this, 0);
	const identity = identityOf(question, rowsIn(this, CARDS));
	const traces = rowsIn(this, TRACES) as unknown as Trace[];
	const steps = stepsOf(foundOf(this, traces), identity, (card) => isOwnCard(card, question));
	const page = formItem(forgetPage(question, identity, steps));
	return { ...page, steps, identity } as unknown as IDataObject;
};

/** n8n's item links tell for which trace a row was found. */
function foundOf(context: IExecuteFunctions, traces: Trace[]): Array<{ trace: Trace; row: Row }> {
	return context.getInputData().flatMap(({ json, pairedItem }) => {
		const trace = traces[linkOf(pairedItem) ?? -1];
		return trace ? [{ trace, row: json as Row }] : [];
	});
}
