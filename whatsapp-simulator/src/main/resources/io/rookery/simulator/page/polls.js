'use strict';
/* Polls, and the votes in them. */

__d('sim/poll-contents', (require, module) => {
  module.exports = {
    encode: ({ type, pollName, pollOptions, pollSelectableOptionsCount }) =>
      type === 'poll_creation'
        ? {
            poll: {
              name: pollName,
              options: pollOptions.map(({ name }) => name),
              selectable: pollSelectableOptionsCount ?? 0,
            },
          }
        : {},
    decode: ({ poll }) =>
      poll
        ? {
            pollName: poll.name,
            pollOptions: poll.options.map((name, localId) => ({ name, localId })),
            pollSelectableOptionsCount: poll.selectable,
          }
        : {},
  };
});

__d('sim/votes', (require, module) => {
  const addresses = require('sim/addresses');

  /** A kept vote, as WhatsApp Web tells of it. */
  function detail(msg, { id, by, options, at }) {
    const { remote } = msg.id;
    const sender = addresses.person(by, remote);
    const participant = remote.isGroup() ? sender : undefined;
    return {
      ack: 1,
      msgKey: new (require('WAWebMsgKey'))({ remote, fromMe: addresses.isMe(by), participant, id }),
      parentMsgKey: msg.id,
      selectedOptionLocalIds: options.map((name) => msg.pollOptions.find((option) => option.name === name).localId),
      sender,
      senderTimestampMs: at,
    };
  }

  module.exports = {
    detail,

    async apply(msg, { id, by, options, at }) {
      const vote = { id, by, options, at };
      msg.set('votes', [...(msg.votes ?? []).filter((kept) => kept.by !== by), vote]);
      const { msgKey, parentMsgKey, sender, ...rest } = detail(msg, vote);
      // By the modules' exports each time: clients replace them to listen in.
      await require('WAWebAddonPollVoteTableMode').pollVoteTableMode.bulkUpsert([
        { ...rest, id: msgKey, pollUpdateParentKey: parentMsgKey, from: sender, author: sender, t: at },
      ]);
      await require('WAWebDBPollsUpsertVotes').upsertVotesDb([{ ...rest, msgKey, parentMsgKey, sender }]);
    },
  };
});

__d('WAWebAddonPollVoteTableMode', (require, module, exports) => {
  /** Votes are kept with their poll; this is where clients listen. */
  exports.pollVoteTableMode = { bulkUpsert: async () => {} };
});

__d('WAWebDBPollsUpsertVotes', (require, module, exports) => {
  /** The poll has its votes already; this is where clients listen. */
  exports.upsertVotesDb = async () => {};
});

__d('WAWebPollsVotesSchema', (require, module, exports) => {
  /** The votes of polls as rows. The name of the table is what clients know this function by. */
  exports.getTable = () => ({
    name: "poll-votes",
    async anyOf(columns, keys) {
      const { MsgCollection } = require('WAWebMsgCollection');
      const polls = keys.map((key) => MsgCollection.get(String(key))).filter(Boolean);
      return polls.flatMap((msg) => (msg.votes ?? []).map((vote) => require('sim/votes').detail(msg, vote)));
    },
  });
});

__d('WAWebPollsDbSerialization', (require, module, exports) => {
  exports.voteFromDbRow = (row) => row;
});

__d('WAWebPollsSendVoteMsgAction', (require, module, exports) => {
  /** Votes for the options with these local ids; none take the vote back. */
  exports.sendVote = async (msg, localIds) => {
    const options = [...localIds].map((id) => msg.pollOptions.find(({ localId }) => localId === id).name);
    const id = require('WAWebMsgKey').newId();
    if (!(await require('sim/amendments').send(msg, { action: 'vote', options }, id))) {
      throw new Error('the server has refused the vote');
    }
    const by = require('WAWebUserPrefsMeUser').getMeUserOrThrow().user;
    await require('sim/votes').apply(msg, { id, by, options, at: Date.now() });
    await require('sim/inbox').keepMessage(msg);
  };
});
