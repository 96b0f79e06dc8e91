import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import type { SessionAction } from '../../api/client';
import { connect } from '../../api/connect';
import { sessionParameter } from '../fields';
import { readSession } from './get';

/** *Start*, *Stop* and *Restart*: each gives the session as it is right after the call. */
export function change(action: SessionAction): {
	description: INodeProperties[];
	execute: OperationExecute;
} {
	return {
		description: [],
		/** @throws {InputError | VendorError} */
		async execute(this: IExecuteFunctions, itemIndex: number) {
			const session = sessionParameter(this, itemIndex);
			const api = await connect(this);
			await api.changeSession(session, action);
			return await readSession(api, session);
		},
	};
}
