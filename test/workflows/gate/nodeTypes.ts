import type { INode } from 'n8n-workflow';

import { portsOf } from './ports';
import type { Finding, Rule } from './types';

/**
 * Removed by n8n 3.0 or retired in 2.x (docs.n8n.io, "n8n 3.0 breaking changes" and "Deprecated
 * nodes"), each with what to use instead.
 */
const REMOVED: Record<string, string> = {
	'n8n-nodes-base.start': 'Manual Trigger',
	'n8n-nodes-base.function': 'Code',
	'n8n-nodes-base.functionItem': 'Code',
	'n8n-nodes-base.aiTransform': 'Code',
	'n8n-nodes-base.itemLists': 'Split Out, Aggregate, Sort, Limit, Remove Duplicates or Summarize',
	'n8n-nodes-base.cron': 'Schedule Trigger',
	'n8n-nodes-base.interval': 'Schedule Trigger',
	'n8n-nodes-base.workflowTrigger': 'n8n Trigger',
	'n8n-nodes-base.iCal': 'Convert to File',
	'n8n-nodes-base.spreadsheetFile': 'Convert to File or Extract from File',
	'n8n-nodes-base.moveBinaryData': 'Convert to File or Extract from File',
	'n8n-nodes-base.readPDF': 'Extract from File',
	'n8n-nodes-base.htmlExtract': 'HTML',
	'n8n-nodes-base.readBinaryFile': 'Read/Write Files from Disk',
	'n8n-nodes-base.readBinaryFiles': 'Read/Write Files from Disk',
	'n8n-nodes-base.writeBinaryFile': 'Read/Write Files from Disk',
	'n8n-nodes-base.openAi': 'OpenAI of @n8n/n8n-nodes-langchain',
	'@n8n/n8n-nodes-langchain.code': 'Code',
};

/** Only nodes of ours and of the pinned n8n, in a version that exists, none that n8n 3.0 removed. */
export const nodeTypes: Rule = (workflow, { catalog }) =>
	workflow.document.nodes.flatMap((node): Finding[] => {
		const message = whyNot(node);
		return message ? [{ node: node.name, message }] : [];

		function whyNot({ type, typeVersion, parameters }: INode): string | undefined {
			if (REMOVED[type]) return `${type} is gone in n8n 3.0: use ${REMOVED[type]}`;
			const versions = catalog.versions(type);
			if (versions.length === 0) return `${type} is neither ours nor in the pinned n8n`;
			if (!versions.includes(typeVersion)) {
				return `${type} has no version ${typeVersion}; it has ${versions.join(', ')}`;
			}
			if (catalog.describe(type, typeVersion)?.hidden) return `${type} is deprecated in n8n`;
			if (type === '@n8n/n8n-nodes-langchain.agent' && typeVersion < 2) {
				return 'AI Agent version 1 is gone in n8n 3.0: use the newest version';
			}
			if (type === 'n8n-nodes-base.executeWorkflow' && parameters.mode === 'each') {
				return 'mode "each" is gone in n8n 3.0: put Loop Over Items before it';
			}
			const outputs = portsOf(node, workflow, catalog)?.outputs ?? [];
			if (node.alwaysOutputData && outputs.filter((output) => output === 'main').length > 1) {
				return '"alwaysOutputData" on several outputs means something else in n8n 3.0: remove it';
			}
			return undefined;
		}
	});
