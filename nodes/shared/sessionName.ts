/** Names that WAHA's API takes in a path. Two dots would lead to another call. */
const SESSION_NAME = /^(?!\.+$)[A-Za-z0-9_.-]{1,100}$/;

/** Whether a text can be the name of a WAHA session, in a form, a table, the API and the nodes alike. */
export function isSessionName(text: string): boolean {
	return SESSION_NAME.test(text);
}
