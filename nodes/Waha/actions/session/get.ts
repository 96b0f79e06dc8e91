import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import type { WahaApi } from '../../api/client';
import { connect } from '../../api/connect';
import { engineName, sessionOutput } from '../../domain/session';
import { sessionParameter } from '../fields';

export const description: INodeProperties[] = [];

export const execute: OperationExecute = async function (itemIndex) {
	return await readSession(await connect(this), sessionParameter(this, itemIndex));
};

/** The session as it is now. @throws {VendorError} */
export async function readSession(api: WahaApi, name: string): Promise<IDataObject> {
	const session = await api.session(name);
	return sessionOutput(session, engineName(session.engine) ? '' : await api.serverEngine());
}
