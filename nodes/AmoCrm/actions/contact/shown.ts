import type { IDataObject } from 'n8n-workflow';

import { simplified } from '../../domain/customFields';
import type { Entity } from '../../api/schema';

/** A contact as an operation gives it: simplified, or as amoCRM has sent it. */
export function shownContact(contact: Entity, simplify: unknown): IDataObject {
	return simplify === false ? (contact as unknown as IDataObject) : simplified(contact);
}
