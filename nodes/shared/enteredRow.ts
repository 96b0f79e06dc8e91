import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Who entered a row. `owner`: texts that a person typed into a form. `program`: values of JSON over the HTTP API. */
export type Writer = 'owner' | 'program';

/** What is wrong with one column: a sentence for people in Russian, one for developers in English. */
export interface ProblemWords extends Record<string, string> {
	field: string;
	error: string;
	detail: string;
}

export const writerField = (displayOptions: IDisplayOptions): INodeProperties => ({
	displayName: 'Entered By',
	name: 'writer',
	type: 'options',
	options: [
		{
			name: 'Owner in a Form',
			value: 'owner',
			description: 'Texts; sentences with the labels of the form',
		},
		{
			name: 'Program',
			value: 'program',
			description: 'Typed values of JSON; sentences with the names of the columns',
		},
	],
	default: 'owner',
	displayOptions,
});

/** Whether there are no `problems`; the first of them as `field`, `error` and `detail`, `''` without one. */
export function verdictOf(problems: ProblemWords[]) {
	const [{ field, error, detail } = { field: '', error: '', detail: '' }] = problems;
	return { valid: problems.length === 0, problems, field, error, detail };
}
