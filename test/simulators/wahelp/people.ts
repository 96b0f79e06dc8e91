import type { Ids } from './ids';
import type { Channel, Contact, User } from './model';

/** Users of the channels and the contacts that join them (wahelp sheet §6). */
export class People {
	users: User[] = [];
	contacts: Contact[] = [];

	constructor(private readonly ids: Ids) {}

	clear(): void {
		this.users = [];
		this.contacts = [];
	}

	user(channel: Channel, id: number): User | undefined {
		return this.users.find((user) => user.id === id && user.channel_id === channel.id);
	}

	userByPhone(channel: Channel, phone: string): User | undefined {
		return this.users.find((user) => user.phone === phone && user.channel_id === channel.id);
	}

	contactByPhone(projectId: number, phone: string): Contact | undefined {
		return this.contacts.find((c) => c.project_id === projectId && c.phone === phone);
	}

	contactOf(user: User): Contact | undefined {
		return this.contacts.find(({ id }) => id === user.contact_id);
	}

	addContact(projectId: number, phone: string | null, name: string): Contact {
		const contact = { id: this.ids.next(), project_id: projectId, phone, name };
		this.contacts.push(contact);
		return contact;
	}

	addUser(channel: Channel, phone: string | null, name: string, id?: number): User {
		const known = phone === null ? undefined : this.contactByPhone(channel.project_id, phone);
		const contact = known ?? this.addContact(channel.project_id, phone, name);
		const user = { ...this.stranger(channel, phone, id), contact_id: contact.id, name };
		this.users.push(user);
		return user;
	}

	/** A user that nobody keeps, for forged webhooks. */
	stranger(channel: Channel, phone: string | null, id?: number): User {
		return {
			id: id ?? this.ids.next(),
			channel_id: channel.id,
			contact_id: this.ids.next(),
			name: 'Stranger',
			phone,
			blocked: false,
			created_at: Date.now(),
		};
	}
}
