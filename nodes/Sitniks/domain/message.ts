import type { IDataObject } from 'n8n-workflow';

import { fieldsOf, firstText } from '../../shared/values';
import type { Message } from '../api/schema';

export type Sender = 'client' | 'manager' | 'page';

/** Who wrote it; messages sent through the API have no manager's name (sitniks sheet §2). */
export function senderOf({ sentBy, managerName }: Message, clientUserId: string): Sender {
	if (clientUserId !== '' && sentBy === clientUserId) return 'client';
	return managerName === '' ? 'page' : 'manager';
}

export function simplifyMessage(message: Message, clientUserId: string): IDataObject {
	return {
		message_id: message.id,
		from: senderOf(message, clientUserId),
		text: message.text,
		manager_name: message.managerName,
		message_type: message.messageType,
		attachments: attachmentsOf(message),
		created_at: message.createdAt,
	};
}

/** Addresses of the files; a list may hold texts or objects. */
function attachmentsOf({ attachments, attachmentUrl }: Message): string[] {
	const list = Array.isArray(attachments) ? (attachments as unknown[]) : [];
	const urls = list.map((one) => firstText(one, fieldsOf(one).url));
	return [...new Set([...urls, attachmentUrl])].filter((url) => url !== '');
}
