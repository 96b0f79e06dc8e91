import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INode,
	INodeParameters,
	INodeProperties,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { isExpression, Workflow as MockWorkflow } from 'n8n-workflow';

export type CredentialValues = Record<string, ICredentialDataDecryptedObject>;

/**
 * Stands in for the credential store of an n8n server: values come from the test, defaults from the
 * credential class, and `authenticate` is applied as n8n's CredentialsHelper does.
 */
export function credentialsHelper(
	types: ICredentialType[],
	values: CredentialValues,
): IWorkflowExecuteAdditionalData['credentialsHelper'] {
	const typeOf = (name: string): ICredentialType => {
		const found = types.find((type) => type.name === name);
		if (!found) throw new Error(`the test knows no credential type ${name}`);
		return found;
	};
	const helper = {
		isCredentialUsableByNode: () => true,
		getParentTypes: (name: string) => typeOf(name).extends ?? [],
		async getDecrypted(
			_data: unknown,
			_node: unknown,
			name: string,
			_mode?: unknown,
			_executeData?: unknown,
			raw?: boolean,
		) {
			const defaults = typeOf(name).properties.map((p: INodeProperties) => [p.name, p.default]);
			const data = { ...Object.fromEntries(defaults), ...values[name] };
			return raw ? data : resolved(data);
		},
		async preAuthentication() {
			return undefined;
		},
		async runPreAuthentication() {
			return undefined;
		},
		/** n8n stores the new tokens; the test's own values change. */
		async updateCredentialsOauthTokenData(
			_node: unknown,
			name: string,
			{ oauthTokenData }: ICredentialDataDecryptedObject,
		) {
			values[name] = { ...values[name], oauthTokenData };
		},
		async authenticate(
			credentials: ICredentialDataDecryptedObject,
			name: string,
			options: IHttpRequestOptions,
			workflow: Workflow,
			node: INode,
		) {
			const { authenticate } = typeOf(name);
			if (typeof authenticate === 'function') return await authenticate(credentials, options);
			for (const [part, fields] of Object.entries(authenticate?.properties ?? {})) {
				const target = ((options as unknown as Record<string, unknown>)[part] ??= {});
				for (const [key, value] of Object.entries(fields as Record<string, string>)) {
					(target as Record<string, unknown>)[key] = isExpression(value)
						? workflow.expression.getSimpleParameterValue(node, value, 'internal', {
								$credentials: credentials,
							})
						: value;
				}
			}
			return options;
		},
	};
	return helper as unknown as IWorkflowExecuteAdditionalData['credentialsHelper'];
}

/** Expressions in defaults, which see the other fields as `$self`. */
function resolved(data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	if (!Object.values(data).some((value) => isExpression(value))) return data;
	const nodeTypes = { getByNameAndVersion: () => NO_NODE } as unknown as INodeTypes;
	const workflow = new MockWorkflow({
		nodes: [MOCK_NODE],
		connections: {},
		active: false,
		nodeTypes,
	});
	return workflow.expression.getParameterValue(
		data as INodeParameters,
		null,
		0,
		0,
		MOCK_NODE.name,
		[],
		'internal',
		{},
		undefined,
		false,
		data,
	) as ICredentialDataDecryptedObject;
}

const NO_NODE = { description: { properties: [] } };
const MOCK_NODE: INode = {
	id: 'credential',
	name: 'credential',
	type: 'mock',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
