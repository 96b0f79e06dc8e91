import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { doingsOf } from '../../domain/person/page';
import type { Identity } from '../../domain/person/person';
import type { Step } from '../../domain/person/traces';
import { jsonField, objectIn } from '../fields';
import type { TogetherExecute } from '../together';

const show = { resource: ['person'], operation: ['steps'] };

const ANSWER = jsonField('Answer', 'answer', 'What the form gave: choice', show, {
	default: '={{ $json }}',
});
const PAGE = jsonField('Shown Page', 'shownPage', 'What Write Page gave', show, {
	default: "={{ $('Write the Page').first().json }}",
});

export const description: INodeProperties[] = [ANSWER, PAGE];

/** One item for each thing to do: `what` is keep, delete, message, payment, phone or end. @throws {InputError} */
export const executeAll: TogetherExecute = async function () {
	const page = objectIn(this, PAGE);
	const { identity, steps } = page as unknown as { identity: Identity; steps: Step[] };
	return doingsOf(objectIn(this, ANSWER), identity, steps) as unknown as IDataObject[];
};
