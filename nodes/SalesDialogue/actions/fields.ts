import { jsonField, type Show } from '../../shared/rowFields';

/** What *Read Message* gave. */
export const messageField = (show: Show) =>
	jsonField('Message', 'message', 'The message of the client, as Read Message gives it', show, {
		default: "={{ $('Read Message').first().json }}",
	});

/** What *Find Place* gave. */
export const placeField = (show: Show) =>
	jsonField('Place', 'place', 'Where the dialogue stands, as Find Place gives it', show, {
		default: "={{ $('Find the Place').first().json }}",
	});

export const settingsField = (show: Show) =>
	jsonField('Settings', 'settings', 'Rows of bot_settings with the words and texts', show, {
		default: "={{ $('Read Words and Texts').all() }}",
	});
