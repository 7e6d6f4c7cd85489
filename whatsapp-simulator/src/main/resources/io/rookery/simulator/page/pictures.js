'use strict';
/* Pictures of people. */

__d('WAWebProfilePicThumbCollection', (require, module, exports) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const { BaseCollection } = require('WAWebBaseCollection');

  class ProfilePicThumb extends BaseModel {
    initialize() {
      this.attributes.id = require('WAWebWidFactory').createWid(this.attributes.id);
    }
  }
  defineModel(ProfilePicThumb, 'profile-pic-thumb', ['id', 'img', 'imgFull', 'eurl', 'tag']);

  class ProfilePicThumbs extends BaseCollection {
    static model = ProfilePicThumb;

    /** Asks anew each time: a person may have another picture by now, or none. */
    async find(id) {
      const fresh = await this.findQuery(id);
      return this.add(fresh, { merge: true })[0];
    }

    async findQuery(id) {
      const wid = require('WAWebWidFactory').createWid(id);
      const question = { t: 'picture', number: require('sim/addresses').of(wid) };
      const { sha256 } = await require('sim/socket').ask(question);
      const url = sha256 ? new URL(require('sim/media-contents').path(sha256), location.href).href : null;
      return { id: wid, img: url, imgFull: url, eurl: url, tag: sha256 };
    }
  }

  exports.ProfilePicThumbCollection = new ProfilePicThumbs();
});
