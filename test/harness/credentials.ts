import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INode,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { isExpression } from 'n8n-workflow';

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
		async getDecrypted(_data: unknown, _node: unknown, name: string) {
			const defaults = typeOf(name).properties.map((p: INodeProperties) => [p.name, p.default]);
			return { ...Object.fromEntries(defaults), ...values[name] };
		},
		async preAuthentication() {
			return undefined;
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
