import type { IHookFunctions } from 'n8n-workflow';

import { InputError, toNodeError } from '../../shared/errors';
import { credentialOf } from '../api/connect';

/**
 * Sitniks registers no webhooks through its API (sitniks sheet §6): the operator enters the address. All
 * that the activation can see is whether calls would be accepted.
 *
 * @throws {NodeOperationError} without a secret
 */
export async function checkSecretIsSet(this: IHookFunctions): Promise<boolean> {
	const { webhookSecret } = await credentialOf(this);
	if ((webhookSecret ?? '') !== '') return true;
	const hint = 'Set it in the credential, and enter the address with ?secret=… in Sitniks.';
	throw toNodeError(this.getNode(), new InputError('it is empty', 'Webhook Secret', hint));
}
