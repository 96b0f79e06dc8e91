import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { toNodeError } from '../shared/errors';
import { connect } from './api/connect';

/** Drop-down of the server's sessions, stopped ones included. */
export async function getSessions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const sessions = await (await connect(this)).sessions(true);
		return sessions
			.map(({ name, status }) => ({ name: `${name} (${status})`, value: name }))
			.sort((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}
