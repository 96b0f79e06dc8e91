import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { connect } from '../../connect';
import { sessionParameter } from '../fields';
import { readSession } from './get';

export const description: INodeProperties[] = [];

/** Gives the session as it is right after the call. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const session = sessionParameter(this, itemIndex);
	const api = await connect(this);
	await api.changeSession(session, 'stop');
	return await readSession(api, session);
}
