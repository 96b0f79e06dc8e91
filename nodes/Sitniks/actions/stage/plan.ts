import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import { rowsOf, textOf, type Row } from '../../../shared/rows';
import { planStage } from '../../domain/stage';

const displayOptions = { show: { resource: ['stage'], operation: ['plan'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Reached Stage',
		name: 'reached',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description:
			'What the dialogue hands in: user_id, stage, status, and what is known of telegram_username, instagram_username, contact_id, source, sitniks_chat_id, step_number, event_key, manager, except_manager',
		displayOptions,
	},
	{
		displayName: 'Same Stage',
		name: 'same',
		type: 'json',
		default: '',
		placeholder: "e.g. {{ $('Read the Same Stage').all() }}",
		description: 'The row of sitniks_stages with the same client, stage and event, if there is one',
		displayOptions,
	},
	{
		displayName: 'Event Key',
		name: 'eventKey',
		type: 'string',
		default: '={{ $execution.id }}',
		description: 'The key of the event when the caller gives none',
		displayOptions,
	},
	{
		displayName: 'Switched On',
		name: 'enabled',
		type: 'string',
		default: '',
		placeholder: 'e.g. yes',
		description:
			'The setting sitniks_enabled: with no, off, false, 0, ні or нет the stage is only logged. Empty is on.',
		displayOptions,
	},
];

/** The answer `{ok, skipped, reason}`, whether to write, and the row. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const list = (name: string, field: string): Row[] =>
		rowsOf(this.getNodeParameter(name, itemIndex, ''), field);
	const [call = {}] = list('reached', 'Reached Stage');
	if (textOf(call.stage) === '') {
		const hint = 'Give a name such as first_touch in the field stage.';
		throw new InputError('it has no stage', 'Reached Stage', hint);
	}
	const { row, ...answer } = planStage(call, {
		enabled: textOf(this.getNodeParameter('enabled', itemIndex, '')),
		eventKey: textOf(this.getNodeParameter('eventKey', itemIndex, '')),
		earlier: list('same', 'Same Stage').find(({ id }) => textOf(id) !== ''),
	});
	return { ...answer, write: row !== undefined, row: (row ?? {}) as IDataObject };
}
