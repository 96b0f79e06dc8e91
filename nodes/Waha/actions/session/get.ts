import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import type { WahaApi } from '../../api/client';
import { connect } from '../../api/connect';
import { engineName, sessionOutput } from '../../domain/session';
import { sessionParameter } from '../fields';

export const description: INodeProperties[] = [];

export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return await readSession(await connect(this), sessionParameter(this, itemIndex));
}

/** The session as it is now. @throws {VendorError} */
export async function readSession(api: WahaApi, name: string): Promise<IDataObject> {
	const session = await api.session(name);
	return sessionOutput(session, engineName(session.engine) ? '' : await api.serverEngine());
}
