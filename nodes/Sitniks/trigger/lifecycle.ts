import type { IHookFunctions } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { asNodeErrors, refuseShortSecret } from '../../shared/webhookLifecycle';
import { credentialOf } from '../api/connect';

/**
 * Sitniks registers no webhooks through its API (sitniks sheet §6): the operator enters the address. All
 * that the activation can see is whether calls would be accepted.
 *
 * @throws {NodeOperationError} without a secret, or with a short one
 */
export async function checkSecretIsSet(this: IHookFunctions): Promise<boolean> {
	return await asNodeErrors(this, async () => {
		const { webhookSecret } = await credentialOf(this);
		refuseShortSecret(this, webhookSecret, 'Webhook Secret');
		if ((webhookSecret ?? '') !== '') return true;
		const hint = 'Set it in the credential, and enter the address with ?secret=… in Sitniks.';
		throw new InputError('it is empty', 'Webhook Secret', hint);
	});
}
