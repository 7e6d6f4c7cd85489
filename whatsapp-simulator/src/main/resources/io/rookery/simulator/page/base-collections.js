'use strict';
/* Collections of models: the ground of all stores. */

__d('WAWebCollection', (require, module) => {
  const EventEmitter = require('WAWebEventEmitter');

  class Collection extends EventEmitter {
    constructor(models) {
      super();
      if (!this.constructor.model) {
        throw new Error('Collection initialized without model');
      }
      this._models = [];
      this._index = {};
      this.forward = (event, ...args) => this.trigger(event, ...args);
      if (models) {
        this.add(models);
      }
    }

    get modelClass() {
      return this.constructor.model;
    }

    get length() {
      return this._models.length;
    }

    /** Adds models or their attributes; a known id is updated where merge is asked for. Answers the models. */
    add(input, options = {}) {
      const added = [];
      const result = (Array.isArray(input) ? input : [input]).map((item) => {
        const known = this.get(item.id);
        if (known) {
          if (options.merge) {
            known.set(item.attributes ?? item);
          }
          return known;
        }
        const model = item instanceof this.modelClass ? item : new this.modelClass(item);
        this._models.push(model);
        this._index[String(model.id)] = model;
        model.on('all', this.forward);
        model.collection ??= this;
        added.push(model);
        return model;
      });
      if (!options.silent) {
        added.forEach((model) => this.trigger('add', model, this));
      }
      return result;
    }

    remove(input) {
      for (const item of Array.isArray(input) ? input : [input]) {
        const model = this.get(item);
        if (model) {
          this._models.splice(this._models.indexOf(model), 1);
          delete this._index[String(model.id)];
          this.trigger('remove', model, this);
          model.off('all', this.forward);
        }
      }
      return this;
    }

    reset() {
      this._models.slice().forEach((model) => this.remove(model));
      this.trigger('reset', this);
    }

    get(id) {
      if (id === undefined || id === null) {
        return undefined;
      }
      if (id instanceof this.modelClass) {
        return this._index[String(id.id)];
      }
      return this._index[String(id?._serialized ?? id)] ?? (id.id && this._index[String(id.id)]) ?? undefined;
    }

    assertGet(id) {
      const found = this.get(id);
      if (!found) {
        throw new Error(`No such model: ${id}`);
      }
      return found;
    }

    at(index) {
      return this._models.at(index);
    }

    head() {
      return this._models[0];
    }

    last() {
      return this._models.at(-1);
    }

    getModelsArray() {
      return this._models.slice();
    }

    toArray() {
      return this._models.slice();
    }

    where(values) {
      return this.filter((model) => Object.entries(values).every(([name, value]) => model[name] === value));
    }

    findFirst(predicate) {
      return this._models.find(predicate);
    }

    sort() {
      this.trigger('sort', this);
      return this;
    }

    serialize() {
      return this._models.map((model) => model.serialize());
    }

    toJSON() {
      return this.serialize();
    }
  }

  for (const name of ['map', 'filter', 'forEach', 'some', 'every', 'reduce', 'slice', 'includes', 'indexOf']) {
    Collection.prototype[name] = function (...args) {
      return this._models[name](...args);
    };
  }

  module.exports = Collection;
});

__d('WAWebBaseCollection', (require, module, exports) => {
  const Collection = require('WAWebCollection');

  /** A collection that can ask the server for what it does not have. */
  exports.BaseCollection = class BaseCollection extends Collection {
    async find(id) {
      return this.get(id) ?? this.add(await this.findQuery(id))[0];
    }

    async findQuery(id) {
      return { id };
    }

    async update(id) {
      return this.find(id);
    }

    gadd(id) {
      return this.get(id) ?? this.add({ id })[0];
    }
  };
});
