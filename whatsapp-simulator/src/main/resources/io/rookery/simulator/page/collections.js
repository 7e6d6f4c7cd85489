'use strict';
/* The page's stores. What the simulator has no feature for is there, and empty. */

__d('WAWebMsgCollection', (require, module, exports) => {
  const { BaseCollection } = require('WAWebBaseCollection');
  const { Msg } = require('WAWebMsgModel');

  class Msgs extends BaseCollection {
    static model = Msg;

    /** Takes in messages of a chat; a known id stays what it is. Answers the models. */
    async processMultipleMessages(chatId, incoming) {
      const messages = incoming.filter(({ type }) => type !== 'protocol');
      for (const { subtype, protocolMessageKey } of incoming.filter(({ type }) => type === 'protocol')) {
        if (subtype === 'sender_revoke') {
          require('sim/revokes').empty(this.assertGet(protocolMessageKey));
        }
      }
      const known = messages.filter(({ id }) => this.get(id));
      const models = messages.map((message) => this.get(message.id) ?? new Msg(message));
      const chat = (await require('WAWebFindChatAction').findOrCreateLatestChat(chatId)).chat;
      chat.msgs.add(models);
      this.add(models);
      require('sim/inbox').noteNew(chat, models.filter((model) => !known.some(({ id }) => model.id.equals(id))));
      return models;
    }

    async getMessagesById(ids) {
      return { messages: ids.map((id) => this.get(id)).filter(Boolean) };
    }

    hasUnsentMessages() {
      return this.some(({ id, ack }) => id.fromMe && ack === 0);
    }
  }

  exports.MsgCollection = new Msgs();
});

__d('WAWebChatCollection', (require, module, exports) => {
  const { BaseCollection } = require('WAWebBaseCollection');

  class ChatCollectionImpl extends BaseCollection {
    static model = require('WAWebChatModel').Chat;

    async findQuery(id) {
      return (await require('WAWebFindChatAction').findOrCreateLatestChat(id)).chat;
    }

    getActive() {
      return this.findFirst(({ active }) => active);
    }
  }

  exports.ChatCollectionImpl = ChatCollectionImpl;
  exports.ChatCollection = new ChatCollectionImpl();
});

__d('WAWebContactCollection', (require, module, exports) => {
  const { BaseCollection } = require('WAWebBaseCollection');

  class ContactCollectionImpl extends BaseCollection {
    static model = require('WAWebContactModel');

    getMeContact() {
      return this.gadd(require('WAWebUserPrefsMeUser').getMeUserOrThrow());
    }
  }

  exports.ContactCollectionImpl = ContactCollectionImpl;
  exports.ContactCollection = new ContactCollectionImpl();
});

__d('WAWebPresenceCollection', (require, module, exports) => {
  const { BaseCollection } = require('WAWebBaseCollection');

  class Presences extends BaseCollection {
    static model = require('WAWebPresenceModel').Presence;
  }

  exports.PresenceCollection = new Presences();
});

/** A store for a feature that is not simulated. */
__d('sim/empty-collection', (require, module) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const { BaseCollection } = require('WAWebBaseCollection');

  module.exports = (extras = {}) => {
    class Nothing extends BaseModel {}
    defineModel(Nothing, 'sim-nothing', ['id']);
    class Empty extends BaseCollection {
      static model = Nothing;
    }
    Object.assign(Empty.prototype, extras);
    return new Empty();
  };
});

__d('WAWebBlocklistCollection', (require, module, exports) => {
  exports.BlocklistCollection = require('sim/empty-collection')();
});

__d('WAWebStatusCollection', (require, module, exports) => {
  exports.StatusCollection = require('sim/empty-collection')({
    getMyStatus: () => undefined,
    hasSynced: () => true,
  });
});

__d('WAWebNewsletterCollection', (require, module) => {
  module.exports = require('sim/empty-collection')();
});

__d('WAWebCallCollection', (require, module) => {
  const calls = require('sim/empty-collection')({
    processIncomingCall() {},
    setActiveCall() {},
  });
  calls.activeCalls = new Map();
  module.exports = calls;
});

__d('WAWebCallModel', (require, module) => {
  module.exports = class Call extends require('WAWebEventEmitter') {};
});

__d('WAWebCollections', (require, module) => {
  module.exports = {
    Msg: require('WAWebMsgCollection').MsgCollection,
    Chat: require('WAWebChatCollection').ChatCollection,
    Contact: require('WAWebContactCollection').ContactCollection,
    Presence: require('WAWebPresenceCollection').PresenceCollection,
    Reactions: require('WAWebReactionsCollection').ReactionsCollection,
    Blocklist: require('WAWebBlocklistCollection').BlocklistCollection,
    Status: require('WAWebStatusCollection').StatusCollection,
    GroupMetadata: require('WAWebGroupMetadataCollection'),
    WAWebNewsletterCollection: require('WAWebNewsletterCollection'),
    ProfilePicThumb: require('WAWebProfilePicThumbCollection').ProfilePicThumbCollection,
    BusinessProfile: require('sim/empty-collection')(),
    Label: require('sim/empty-collection')(),
  };
});
