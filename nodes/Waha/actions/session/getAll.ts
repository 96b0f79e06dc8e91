import type { INodeProperties } from 'n8n-workflow';

import { listFields } from '../../../shared/listFields';
import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { engineName, sessionOutput } from '../../domain/session';

const show = { resource: ['session'], operation: ['getAll'] };

export const description: INodeProperties[] = [
	...listFields(show),
	{
		displayName: 'Include Stopped',
		name: 'includeStopped',
		type: 'boolean',
		default: true,
		description: 'Whether to return sessions that are stopped as well',
		displayOptions: { show },
	},
];

/** @throws {VendorError} */
export const execute: OperationExecute = async function (itemIndex) {
	const returnAll = this.getNodeParameter('returnAll', itemIndex, false) === true;
	const limit = returnAll ? Infinity : Number(this.getNodeParameter('limit', itemIndex, 50));
	const api = await connect(this);
	const all = await api.sessions(this.getNodeParameter('includeStopped', itemIndex, true) === true);
	const sessions = all.slice(0, limit);
	const isSilent = sessions.some(({ engine }) => engineName(engine) === '');
	const serverEngine = isSilent ? await api.serverEngine() : '';
	return sessions.map((session) => sessionOutput(session, serverEngine));
};
