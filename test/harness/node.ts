import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import {
	ExecuteContext,
	HookContext,
	LoadOptionsContext,
	PollContext,
	WebhookContext,
} from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { credentialsHelper, type CredentialValues } from './credentials';
import { webhookExchange, type WebhookCall, type WebhookReply } from './webhookExchange';

export interface NodeSetup {
	/** Only what the user chose; n8n fills in defaults and drops hidden parameters. */
	parameters?: INodeParameters;
	credentials?: CredentialValues;
	/** As the node's setting *On Error → Continue*. */
	continueOnFail?: boolean;
	/** The static data that n8n keeps for the workflow. Changed in place. */
	staticData?: IDataObject;
	mode?: WorkflowExecuteMode;
}

const WEBHOOK_BASE = 'http://127.0.0.1:5678/webhook';

/** A node placed in a workflow of its own, to be run in n8n's own execution contexts. */
export class PlacedNode {
	readonly node: INode;
	readonly workflow: Workflow;
	private readonly additionalData: IWorkflowExecuteAdditionalData;
	private readonly mode: WorkflowExecuteMode;

	constructor(
		readonly type: INodeType,
		setup: NodeSetup = {},
	) {
		const { name, version, defaultVersion } = type.description;
		const credentials = Object.keys(setup.credentials ?? {});
		this.mode = setup.mode ?? 'manual';
		this.node = {
			id: 'b7a1c1f0-0000-4000-8000-000000000001',
			name: type.description.displayName,
			type: `n8n-nodes-crm-bridge.${name}`,
			typeVersion:
				defaultVersion ?? (Array.isArray(version) ? version[version.length - 1] : version),
			position: [0, 0],
			parameters: setup.parameters ?? {},
			webhookId: 'test-webhook',
			onError: setup.continueOnFail ? 'continueRegularOutput' : undefined,
			credentials: Object.fromEntries(credentials.map((key) => [key, { id: key, name: key }])),
		};
		const nodeTypes: INodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		this.workflow = new Workflow({
			id: 'wf-test',
			name: 'Test',
			active: false,
			nodes: [this.node],
			connections: {},
			nodeTypes,
			staticData: setup.staticData,
		});
		this.node = this.workflow.nodes[this.node.name];
		this.additionalData = {
			credentialsHelper: credentialsHelper(allCredentialTypes(), setup.credentials ?? {}),
			executionId: '1',
			webhookBaseUrl: WEBHOOK_BASE,
			webhookTestBaseUrl: WEBHOOK_BASE.replace('webhook', 'webhook-test'),
			webhookWaitingBaseUrl: WEBHOOK_BASE.replace('webhook', 'webhook-waiting'),
			formWaitingBaseUrl: WEBHOOK_BASE.replace('webhook', 'form-waiting'),
			currentNodeParameters: this.node.parameters,
			variables: {},
			userId: 'test',
			setExecutionStatus: () => undefined,
		} as unknown as IWorkflowExecuteAdditionalData;
	}

	/** Static data of this node, as n8n would store it. */
	get staticData(): IDataObject {
		return this.workflow.getStaticData('node', this.node);
	}

	/** Runs `execute()`. One array of items per output. */
	async execute(items: INodeExecutionData[] = [{ json: {} }]): Promise<INodeExecutionData[][]> {
		const data = { main: [items] };
		const executeData = { node: this.node, data, source: null };
		const context = new ExecuteContext(
			this.workflow,
			this.node,
			this.additionalData,
			this.mode,
			createRunExecutionData({}),
			0,
			items,
			data,
			executeData,
			[],
		);
		const output = await this.type.execute?.call(context);
		return (output ?? []) as INodeExecutionData[][];
	}

	/** Runs `poll()`; null when there is nothing new. */
	async poll(): Promise<INodeExecutionData[][] | null> {
		const context = new PollContext(
			this.workflow,
			this.node,
			this.additionalData,
			this.mode,
			'activate',
		);
		return (await this.type.poll?.call(context)) ?? null;
	}

	/** Runs `webhook()` for one call and tells what the caller would get. */
	async webhook(call: WebhookCall): Promise<{ result: IWebhookResponseData; reply: WebhookReply }> {
		const { result, reply, endRun } = await this.start(call);
		if (call.runEnds !== undefined && !reply.ended) endRun(call.runEnds);
		return { result, reply };
	}

	/** The same; the run that it starts goes on until `endRun`. */
	async start(call: WebhookCall): Promise<{
		result: IWebhookResponseData;
		reply: WebhookReply;
		endRun(status: number): void;
	}> {
		const { request, response, reply, endRun } = webhookExchange(call);
		return { result: await this.answerCall(request, response), reply, endRun };
	}

	/** Runs `webhook()` on these request and response objects. */
	async answerCall(
		httpRequest: IWorkflowExecuteAdditionalData['httpRequest'],
		httpResponse: IWorkflowExecuteAdditionalData['httpResponse'],
	): Promise<IWebhookResponseData> {
		const context = new WebhookContext(
			this.workflow,
			this.node,
			{ ...this.additionalData, httpRequest, httpResponse },
			this.mode,
			this.webhookData(),
			[],
			null,
		);
		return await this.type.webhook!.call(context);
	}

	/** Runs one of the trigger's life-cycle methods. */
	async hook(
		method: 'checkExists' | 'create' | 'delete',
		activation: WorkflowActivateMode = 'activate',
	): Promise<boolean> {
		const context = new HookContext(
			this.workflow,
			this.node,
			this.additionalData,
			this.mode,
			activation,
			this.webhookData(),
		);
		return await this.type.webhookMethods!.default![method]!.call(context);
	}

	/** A context for `methods.loadOptions` and `methods.listSearch`. */
	loadOptionsContext(path = 'parameter'): LoadOptionsContext {
		return new LoadOptionsContext(this.workflow, this.node, this.additionalData, path);
	}

	private webhookData(): IWebhookData {
		const description = this.type.description.webhooks?.[0];
		return {
			node: this.node.name,
			workflowId: 'wf-test',
			path: `test-webhook/${description?.path ?? 'webhook'}`,
			httpMethod: 'POST',
			webhookDescription: description,
			workflowExecuteAdditionalData: this.additionalData,
		} as unknown as IWebhookData;
	}
}

let credentialTypes: ICredentialType[] | undefined;

/** Every credential class of the package. */
export function allCredentialTypes(): ICredentialType[] {
	if (!credentialTypes) {
		const folder = join(__dirname, '../../credentials');
		credentialTypes = readdirSync(folder)
			.filter((file) => file.endsWith('.credentials.ts'))
			.map((file) => {
				const [CredentialClass] = Object.values(
					require(join(folder, file)) as Record<string, new () => ICredentialType>,
				);
				return new CredentialClass();
			});
	}
	return credentialTypes;
}
