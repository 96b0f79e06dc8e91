import { importWorkflow, publish } from '../../../sandbox/publishing';
import type { WorkflowFile } from '../../../sandbox/workflows';
import type { World } from './world';

type Links = Record<string, Array<Array<{ node: string; type: string; index: number }>>>;
type Connections = Record<string, Links>;

const AGENT = '@n8n/n8n-nodes-langchain.agent';
const MODEL = '@n8n/n8n-nodes-langchain.lmChatOpenAi';
const PARSER = '@n8n/n8n-nodes-langchain.outputParserStructured';
const PATH = 'test-dialogue-agent';

/**
 * Publishes a copy of 43 as its note tells an operator to change it: an AI Agent in the place of *Read the
 * Wish*. It is called over a webhook, with the fields that 43 takes from a caller.
 *
 * @param modelUrl a server with OpenAI's API
 * @returns the address to post a message to
 */
export async function publishAgent(world: World, modelUrl: string): Promise<string> {
	const { api } = world.sandbox;
	const { id } = await api.rest<{ id: string }>('POST', '/credentials', {
		name: 'Scripted model',
		type: 'openAiApi',
		data: { apiKey: 'scripted', url: modelUrl },
	});
	// From n8n and not from the file: its nodes have their credentials.
	const shipped = await api.rest<WorkflowFile>('GET', '/workflows/CrmBridge43Dialogue');
	const workflow = withAgent(shipped, { id, name: 'Scripted model' });
	const { versionId } = await importWorkflow(api, workflow, undefined);
	await publish(api, workflow, versionId);
	return `${world.sandbox.n8nUrl}/webhook/${PATH}`;
}

function withAgent(shipped: WorkflowFile, credential: { id: string; name: string }): WorkflowFile {
	const connections = shipped.connections as Connections;
	const replaced = ['When a Client Writes', 'Read the Wish'];
	const nodes = shipped.nodes.filter(({ name }) => !replaced.includes(name));
	const reader = nodes.find(({ name }) => name === 'Read Message')!;
	reader.parameters.update = '={{ $json.body }}';
	const link = (node: string, type = 'main') => [{ node, type, index: 0 }];
	for (const name of replaced) delete connections[name];
	connections.Hook = { main: [link('Read Message')] };
	connections['Your AI Agent Goes Here'] = { main: [link('Understand the Client')] };
	connections['Understand the Client'] = {
		main: [link('Write the Answer'), link('Write the Answer')],
	};
	connections['Scripted Model'] = {
		ai_languageModel: [link('Understand the Client', 'ai_languageModel')],
	};
	connections['Wish in Fields'] = {
		ai_outputParser: [link('Understand the Client', 'ai_outputParser')],
	};
	return {
		...shipped,
		id: 'TestDialogueAgent',
		name: 'Test dialogue with an agent',
		tags: [],
		connections,
		nodes: [
			...nodes,
			node('Hook', 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path: PATH,
				responseMode: 'lastNode',
				options: {},
			}),
			{
				...node('Understand the Client', AGENT, 3.1, {
					promptType: 'define',
					text: "={{ $('Read Message').first().json.text }}",
					hasOutputParser: true,
					options: {
						systemMessage:
							"={{ 'The step of the dialogue: ' + $('Find the Place').first().json.step }}",
					},
				}),
				onError: 'continueErrorOutput',
			},
			{
				...node('Scripted Model', MODEL, 1.3, {
					model: { __rl: true, mode: 'id', value: 'scripted' },
					responsesApiEnabled: false,
					options: { maxRetries: 0, timeout: 10_000 },
				}),
				credentials: { openAiApi: credential },
			},
			node('Wish in Fields', PARSER, 1.3, {
				schemaType: 'fromJson',
				jsonSchemaExample: '{ "wish": "choice", "choice": "Сукня", "reply": "Гарний вибір!" }',
			}),
		] as WorkflowFile['nodes'],
	};
}

function node(name: string, type: string, typeVersion: number, parameters: object) {
	return {
		id: name.toLowerCase().replaceAll(' ', '-'),
		name,
		type,
		typeVersion,
		position: [0, 1200],
		parameters,
		...(type.endsWith('.webhook') ? { webhookId: PATH } : {}),
	};
}
