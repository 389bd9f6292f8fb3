# Lists of posts by topic, region, tag and person, with their indexes and feeds: Jekyll has none of
# its own for a collection.
module Clinic
  KINDS = { "topics" => "topic", "regions" => "regions", "tags" => "words", "people" => "person" }

  class Lists < Jekyll::Generator
    def generate(site)
      @site, @lists = site, []
      newest = site.collections["articles"].docs.sort_by { |doc| [doc.date, doc.url] }.reverse
      pages(newest, 100, "/posts/", "All posts")
      feed("/feed.xml", "The clinic", newest.first(30))
      KINDS.each do |kind, field|
        found = Hash.new { |hash, name| hash[name] = [] }
        newest.each { |doc| Array(doc.data[field]).each { |name| found[name] << doc } }
        terms = found.sort.map do |name, docs|
          { "name" => name, "place" => Jekyll::Utils.slugify(name), "number" => docs.size,
            "docs" => docs }
        end
        site.data["topics"] = terms if kind == "topics"
        terms.each do |term|
          base = "/#{kind}/#{term["place"]}/"
          pages(term["docs"], 24, base, term["name"])
          feed("#{base}feed.xml", term["name"], term["docs"].first(10))
        end
        add("/#{kind}/", "terms", "title" => kind, "terms" => terms)
      end
      site.data["newest"], site.data["lists"] = newest, @lists
    end

    private

    def pages(docs, size, base, title)
      of = [(docs.size.to_f / size).ceil, 1].max
      url = ->(number) { number == 1 ? base : "#{base}page/#{number}/" }
      (1..of).each do |number|
        @lists << url.(number)
        add(url.(number), "list", "title" => title, "number" => number, "of" => of,
            "posts" => docs[(number - 1) * size, size],
            "newer" => (url.(number - 1) if number > 1), "older" => (url.(number + 1) if number < of))
      end
    end

    def feed(url, title, docs)
      add(url, "feed", "title" => title, "posts" => docs)
    end

    def add(url, layout, data)
      dir, name = url.end_with?("/") ? [url, "index.html"] : File.split(url)
      page = Jekyll::PageWithoutAFile.new(@site, @site.source, dir, name)
      page.content = ""
      page.data.merge!(data, "layout" => layout)
      @site.pages << page
    end
  end
end
