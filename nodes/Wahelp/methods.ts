import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { InputError, toNodeError } from '../shared/errors';
import type { WahelpApi } from './api/client';
import { channelsOf } from './api/channels';
import { connect } from './api/connect';

type Choice = { name: string; value: string };

/** Projects of the account, for a resource locator. */
export const searchProjects = searchOf(async (api) =>
	(await api.projects()).map(({ id, name }) => ({ name: name || `#${id}`, value: id })),
);

/** Channels of the chosen project, for a resource locator. */
export const searchChannels = searchOf(async (api, context) => {
	const project = context.getCurrentNodeParameter('projectId', { extractValue: true });
	const projectId = String(project ?? '').trim();
	if (!/^\d+$/.test(projectId)) {
		throw new InputError('it is empty', 'Project', 'Choose the project first.');
	}
	return (await channelsOf(api, projectId, -1)).map(({ name, type, uuid }) => ({
		name: type ? `${name || uuid} (${type})` : name || uuid,
		value: uuid,
	}));
});

function searchOf(load: (api: WahelpApi, context: ILoadOptionsFunctions) => Promise<Choice[]>) {
	return async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		try {
			const term = filter.trim().toLowerCase();
			const choices = (await load(await connect(this), this)).filter(
				({ name, value }) => name.toLowerCase().includes(term) || value === term,
			);
			return { results: choices.sort((a, b) => a.name.localeCompare(b.name)) };
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	};
}
