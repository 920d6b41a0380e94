/*
 * grammy - the real client library drives our emulator, by polling and by
 * webhook, so that it cannot drift towards our own mistakes.
 */
import { createServer } from 'node:http';
import { Bot, GrammyError, InlineKeyboard, Keyboard, webhookCallback } from 'grammy';
import { check, closing, story } from './count.mjs';
import { Telegram } from './telegram.mjs';

const token = '71:grammy_drives-it';
const telegram = await Telegram.listen({ token, name: 'our_bot' });
const make = () => new Bot(token, { client: { apiRoot: telegram.url, canUseWebhookReply: (method) => method === 'answerCallbackQuery' } });

function teach(bot) {
	bot.command('start', (ctx) => ctx.reply(`start ${ctx.match}`, { reply_markup: new InlineKeyboard().text('Да', 'да').url('Сайт', 'https://clinic.example/') }));
	bot.on('callback_query:data', async (ctx) => {
		await ctx.answerCallbackQuery();
		await ctx.reply(`pressed ${ctx.callbackQuery.data}`);
	});
	bot.on('message:contact', (ctx) => ctx.reply(`contact ${ctx.message.contact.user_id === ctx.from.id}`));
	bot.on('message:sticker', (ctx) => ctx.reply('sticker', { reply_markup: new Keyboard().requestContact('Номер').resized().oneTime() }));
	bot.on('edited_message', (ctx) => ctx.reply(`edited ${ctx.editedMessage.text}`));
	bot.on('my_chat_member', (ctx) => telegram.seen.push(ctx.myChatMember.new_chat_member.status));
	bot.on('message:text', (ctx) => ctx.reply(ctx.message.text));
}
telegram.seen = [];

async function talk(anna) {
	anna.start('abc');
	const m = await anna.hears();
	check('a start brings its token', m.text === 'start abc', m.text);
	anna.press(m, /Да/);
	check('a press comes with its data', (await anna.hears()).text === 'pressed да');
	check('a press is answered', telegram.presses.size === 0);
	anna.say('Привет, 😀');
	check('a text comes back', (await anna.hears()).text === 'Привет, 😀');
	anna.giveNumber('79001234567');
	check("one's own number", (await anna.hears()).text === 'contact true');
	anna.giveCard('79001234567', 9);
	check("another's number", (await anna.hears()).text === 'contact false');
	anna.sendSticker();
	check('a keyboard that asks', (await anna.hears()).reply_markup.keyboard[0][0].request_contact === true);
	anna.edit('x');
	check('an edited text', (await anna.hears()).text === 'edited x');
}

await story('by polling', async () => {
	const bot = make();
	teach(bot);
	const running = bot.start({ allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'] });
	await talk(telegram.person(5001));
	telegram.person(5001).block();
	telegram.person(5001).unblock();
	while (telegram.seen.length < 2) {
		await new Promise((r) => setTimeout(r, 20));
	}
	check('leaving and coming back', telegram.seen.join() === 'kicked,member', telegram.seen.join());
	await bot.stop();
	await running;
});

await story('by webhook, with its secret', async () => {
	const bot = make();
	teach(bot);
	const server = createServer(webhookCallback(bot, 'http', { secretToken: 'hook-secret' }));
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	await bot.api.setWebhook(`http://127.0.0.1:${server.address().port}/`, { secret_token: 'hook-secret' });
	await talk(telegram.person(5002));
	await bot.api.deleteWebhook();
	server.close();
	server.closeAllConnections();
});

await story('what it refuses, the library understands', async () => {
	const { api } = make();
	const refused = async (call) => {
		try {
			await call();
			return 'taken';
		} catch (e) {
			return e instanceof GrammyError ? `${e.error_code} ${e.parameters.retry_after ?? ''}`.trim() : String(e);
		}
	};
	check('a chat that never was', (await refused(() => api.sendMessage(404, 'x'))) === '400');
	check('an empty text', (await refused(() => api.sendMessage(5001, ' '))) === '400');
	check('the longest text', (await refused(() => api.sendMessage(5001, 'я'.repeat(4096)))) === 'taken');
	check('one more', (await refused(() => api.sendMessage(5001, 'я'.repeat(4097)))) === '400');
	const data = (n) => ({ reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'я'.repeat(n) }]] } });
	check('64 bytes of data', (await refused(() => api.sendMessage(5001, 'x', data(32)))) === 'taken');
	check('66 bytes of data', (await refused(() => api.sendMessage(5001, 'x', data(33)))) === '400');
	check('a field that is not', (await refused(() => api.sendMessage(5001, 'x', { colour: 'red' }))) === '400');
	telegram.next({ code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } });
	check('too many', (await refused(() => api.sendMessage(5001, 'x'))) === '429 3');
	telegram.person(5002).block();
	check('a bot that is blocked', (await refused(() => api.sendMessage(5002, 'x'))) === '403');
	check('a wrong token', (await refused(() => new Bot('1:wrong', { client: { apiRoot: telegram.url } }).api.getMe())) === '401');
});

await telegram.close();
closing();
