import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listFields } from '../../../shared/listFields';
import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { projectParameter } from '../fields';

export const description: INodeProperties[] = listFields({
	resource: ['channel'],
	operation: ['getAll'],
});

/** The project's channels as Wahelp gives them, with `id` as text. */
export const execute: OperationExecute = async function (itemIndex) {
	const projectId = projectParameter(this, itemIndex);
	const limit = (this.getNodeParameter('returnAll', itemIndex) as boolean)
		? Infinity
		: (this.getNodeParameter('limit', itemIndex) as number);
	const channels = await (await connect(this)).channels(projectId);
	return channels.slice(0, limit).map((channel) => channel as IDataObject);
};
