import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { sessionDownText } from '../../domain/sessionWords';
import { textField, textIn } from '../fields';

const show = { resource: ['delivery'], operation: ['sessionAlert'] };

const session = textField(
	'Session',
	'session',
	'The session that does not work',
	show,
	'={{ $json.name }}',
);
const status = textField(
	'Status',
	'status',
	'Its status in the words of WAHA',
	show,
	'={{ $json.status }}',
);

export const description: INodeProperties[] = [session, status];

/** The alert for the admin, and the key by which it is told once. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const name = textIn(this, session, itemIndex);
	return {
		alert_key: `waha-session-down:${name}`,
		text: sessionDownText(name, textIn(this, status, itemIndex)),
	};
}
