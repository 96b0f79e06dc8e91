import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { connect } from '../../api/connect';

export const description: INodeProperties[] = [];

/** Address, version, engine and tier of the server. */
export async function execute(this: IExecuteFunctions): Promise<OperationResult> {
	const api = await connect(this);
	const { version, engine, tier } = await api.server();
	return { url: api.url, version, engine, tier };
}
