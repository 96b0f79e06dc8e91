import { InputError } from '../../shared/errors';
import type { OperationExecute } from '../../shared/runItems';
import { sign } from '../../shared/signature';
import { CREDENTIAL } from '../../shared/signingSecret';
import { bodyOf, schemeOf } from './fields';

/** The input item with `signature`, prefix included, by the new secret. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	// Never the previous one: a receiver forgets it first.
	const { secret } = await this.getCredentials<{ secret?: string }>(CREDENTIAL, itemIndex);
	if (!secret) {
		throw new InputError('it is empty', 'Secret', 'Set the secret in the credential.');
	}
	const body = await bodyOf(this, itemIndex);
	if (body === undefined) {
		throw new InputError(
			'the item has no such data',
			'Input Data Field Name',
			'Name the field that holds the body, or choose Text as the source.',
		);
	}
	const { json, binary } = this.getInputData()[itemIndex];
	const signature = sign(body, secret, schemeOf(this, itemIndex));
	return { items: [{ json: { ...json, signature }, binary }] };
};
