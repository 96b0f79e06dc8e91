import type { INodeProperties } from 'n8n-workflow';

/**
 * When a vendor gets its answer to a webhook.
 *
 * @param name of the parameter; its values are `atOnce` and `whenDone`
 * @param whenDone what the vendor does with a 500, and for which workflows that is
 * @param description where the name says too little
 */
export function answerField(
	displayName: string,
	name: string,
	whenDone: string,
	description?: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		options: [
			{
				name: 'At Once',
				value: 'atOnce',
				description: 'Before the workflow starts. What fails later is not delivered again.',
			},
			{ name: 'When the Workflow Ends', value: 'whenDone', description: whenDone },
		],
		default: 'atOnce',
		...(description === undefined ? {} : { description }),
	};
}
