'use strict';
/* Emojis below a message: one per person, the newest. */

__d('WAWebReactionsCollection', (require, module, exports) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const Collection = require('WAWebCollection');
  const { BaseCollection } = require('WAWebBaseCollection');

  class AggregatedReaction extends BaseModel {}
  defineModel(AggregatedReaction, 'agg-reactions', ['id', 'aggregateEmoji', 'hasReactionByMe', 'senders']);

  class AggregatedReactions extends Collection {
    static model = AggregatedReaction;
  }

  class Reactions extends BaseModel {
    initialize() {
      Object.defineProperty(this, 'reactions', { value: new AggregatedReactions(), enumerable: false });
      this.update();
    }

    /** Gathers the reactions of the message anew, by emoji. */
    update() {
      const msg = require('WAWebMsgCollection').MsgCollection.get(String(this.id));
      this.reactions.reset();
      for (const reaction of msg?.reactions ?? []) {
        const sender = require('sim/reactions').detail(msg, reaction);
        const group = this.reactions.get(reaction.emoji);
        if (group) {
          group.set({
            senders: [...group.senders, sender],
            hasReactionByMe: group.hasReactionByMe || sender.msgKey.fromMe,
          });
        } else {
          this.reactions.add({
            id: reaction.emoji,
            aggregateEmoji: reaction.emoji,
            hasReactionByMe: sender.msgKey.fromMe,
            senders: [sender],
          });
        }
      }
    }
  }
  defineModel(Reactions, 'reactions', ['id']);

  class ReactionsCollection extends BaseCollection {
    static model = Reactions;

    async findQuery(id) {
      return { id: String(id) };
    }
  }

  exports.ReactionsCollection = new ReactionsCollection();
});

__d('sim/reactions', (require, module) => {
  const addresses = require('sim/addresses');

  /** A kept reaction, as WhatsApp Web tells of it. */
  function detail(msg, { id, by, emoji, at }) {
    const { remote } = msg.id;
    const sender = addresses.person(by, remote);
    const fromMe = addresses.isMe(by);
    const participant = remote.isGroup() ? sender : undefined;
    return {
      msgKey: new (require('WAWebMsgKey'))({ remote, fromMe, participant, id }),
      parentMsgKey: msg.id,
      senderUserJid: String(sender),
      reactionText: emoji,
      timestamp: at,
      orphan: 0,
      read: fromMe,
    };
  }

  module.exports = {
    detail,

    async apply(msg, { id, by, emoji, at }) {
      const reaction = { id, by, emoji, at };
      const others = (msg.reactions ?? []).filter((kept) => kept.by !== by);
      const reactions = emoji ? [...others, reaction] : others;
      msg.set({ reactions, hasReaction: reactions.length > 0 });
      require('WAWebReactionsCollection').ReactionsCollection.get(String(msg.id))?.update();
      const { msgKey, parentMsgKey, senderUserJid, ...rest } = detail(msg, reaction);
      // By the modules' exports each time: clients replace them to listen in.
      await require('WAWebAddonReactionTableMode').reactionTableMode.bulkUpsert([
        {
          ...rest,
          id: msgKey,
          reactionParentKey: parentMsgKey,
          reactionTimestamp: at,
          author: addresses.person(by, msg.id.remote),
          from: addresses.person(by, msg.id.remote),
        },
      ]);
      await require('WAWebReactionsMsgAction').addOrUpdateReactionsModelCollection(
        { ...rest, msgKey: String(msgKey), parentMsgKey: String(parentMsgKey), senderUserJid, t: at },
        true,
      );
    },
  };
});

__d('WAWebAddonReactionTableMode', (require, module, exports) => {
  /** Reactions are kept with their message; this is where clients listen. */
  exports.reactionTableMode = { bulkUpsert: async () => {} };
});

__d('WAWebReactionsMsgAction', (require, module, exports) => {
  /** The message has its reactions already; this is where clients listen. */
  exports.addOrUpdateReactionsModelCollection = async () => {};
});

__d('WAWebSendReactionMsgAction', (require, module, exports) => {
  /** Reacts to a message; an empty text takes the reaction back. */
  exports.sendReactionToMsg = async (msg, emoji) => {
    const { SendMsgResult } = require('WAWebSendMsgResultAction');
    const id = require('WAWebMsgKey').newId();
    if (!(await require('sim/amendments').send(msg, { action: 'reaction', emoji }, id))) {
      return SendMsgResult.ERROR_UNKNOWN;
    }
    const by = require('WAWebUserPrefsMeUser').getMeUserOrThrow().user;
    await require('sim/reactions').apply(msg, { id, by, emoji, at: Date.now() });
    await require('sim/inbox').keepMessage(msg);
    return SendMsgResult.OK;
  };
});
