import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
	INodeProperties,
} from 'n8n-workflow';

import { MIN_SECRET_LENGTH } from './secretLength';
import { endProblem, secretsInForce } from './secretsInForce';
import type { SignatureScheme } from './signature';

/** What *Webhook Signature* and *Signed Webhook Trigger* have in common besides the check itself. */
export const CREDENTIAL = 'crmBridgeSigningSecretApi';

type Show = Record<string, string[]>;

/** How a signature is made. */
export function schemeFields(show: Show): INodeProperties[] {
	return [
		{
			displayName: 'Algorithm',
			name: 'algorithm',
			type: 'options',
			options: [
				{ name: 'SHA-1', value: 'sha1' },
				{ name: 'SHA-256', value: 'sha256' },
				{ name: 'SHA-512', value: 'sha512' },
			],
			default: 'sha256',
			displayOptions: { show },
		},
		{
			displayName: 'Encoding',
			name: 'encoding',
			type: 'options',
			options: [
				{ name: 'Base64', value: 'base64' },
				{ name: 'Hex', value: 'hex' },
			],
			default: 'hex',
			displayOptions: { show },
		},
		{
			displayName: 'Prefix',
			name: 'prefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. sha256=',
			description: 'Text before the signature; a signature without it is accepted as well',
			displayOptions: { show },
		},
	];
}

export function parametersScheme(parameter: (name: string) => unknown): SignatureScheme {
	return {
		algorithm: parameter('algorithm') as SignatureScheme['algorithm'],
		encoding: parameter('encoding') as SignatureScheme['encoding'],
		prefix: parameter('prefix') as string,
	};
}

/** The active secrets, the new one first; empty ones left out. @param zone of a time without one */
export function activeSecrets(
	{ secret, previousSecret, previousValidUntil }: IDataObject,
	zone: string,
	now = Date.now(),
): string[] {
	return secretsInForce(secret, previousSecret, previousValidUntil, zone, now);
}

/** A header's value from an expression; several values count as one list. */
export function headerText(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	return Array.isArray(value) ? value.join(',') : String(value);
}

/** There is nobody to ask: only what is missing or short can be told to be wrong. */
export async function signingSecretTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = credential.data ?? {};
	const { secret, previousSecret, previousValidUntil, legacySecret } = data;
	const wrong = (message: string) => ({ status: 'Error' as const, message });
	if (!secret) return wrong('Enter the secret that the sender has');
	const set = [secret, previousSecret, legacySecret].filter(Boolean);
	if (set.some((one) => String(one).length < MIN_SECRET_LENGTH)) {
		return wrong(`A secret has at least ${MIN_SECRET_LENGTH} characters`);
	}
	const problem = endProblem(previousSecret, previousValidUntil);
	if (problem !== undefined) return wrong(problem);
	return { status: 'OK', message: 'A secret is set' };
}
