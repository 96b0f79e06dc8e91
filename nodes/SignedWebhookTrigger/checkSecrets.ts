import type { IHookFunctions } from 'n8n-workflow';

import { InputError } from '../shared/errors';
import { refuseShortSecret } from '../shared/webhookLifecycle';
import type { Secrets } from './checkCaller';

/**
 * What can be said of the secrets before the first call comes.
 *
 * @param takesLegacy whether calls without a signature may pass
 * @throws {InputError} when every call would be refused, or a secret can be guessed
 */
export function checkSecrets(
	context: IHookFunctions,
	{ active, legacy }: Secrets,
	takesLegacy: boolean,
): void {
	if (active.length === 0) {
		const hint = 'Set the secret in the credential; the sender has the same.';
		throw new InputError('it is empty', 'Secret', hint);
	}
	for (const secret of active) refuseShortSecret(context, secret, 'Secret');
	if (takesLegacy) refuseShortSecret(context, legacy, 'Legacy Shared Secret');
}
