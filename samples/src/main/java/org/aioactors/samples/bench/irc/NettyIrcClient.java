// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One client of {@link NettyIrc}. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel
final class NettyIrcClient extends SimpleChannelInboundHandler<ByteBuf> {
    private static final String SERVER = ":netty.bench ";

    private final NettyIrc server;
    private final Set<String> joined = new LinkedHashSet<>();

    /** Set when the client is there. */
    private @Nullable ChannelHandlerContext context;

    private String nick = "*";
    private String prefix = "";

    NettyIrcClient(NettyIrc server) {
        this.server = server;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext its, ByteBuf line) {
        String text = line.toString(StandardCharsets.US_ASCII);
        String[] words = text.split(" ", 3);
        switch (words[0]) {
            case "PRIVMSG" -> tellOthers(server.members(words[1]), text);
            case "NICK" -> nick = words[1];
            case "USER" -> welcome(words[1]);
            case "JOIN" -> join(words[1]);
            case "PART" -> part(words[1], text);
            case "PING" -> reply("PONG netty.bench " + text.substring("PING ".length()));
            case "PONG" -> {} // nobody was asked
            case "QUIT" -> quit(text);
            default -> reply("421 " + nick + " " + words[0] + " :Unknown command");
        }
    }

    private void welcome(String user) {
        prefix = ":" + nick + "!" + user + "@127.0.0.1 ";
        reply("001 " + nick + " :Welcome");
        reply("422 " + nick + " :MOTD File is missing");
    }

    private void join(String channel) {
        if (!joined.add(channel)) {
            return;
        }
        server.join(channel, this);
        List<NettyIrcClient> members = server.members(channel);
        tell(this, line("JOIN " + channel));
        tellOthers(members, "JOIN " + channel);
        String names = members.stream().map(member -> member.nick).collect(Collectors.joining(" "));
        reply("353 " + nick + " = " + channel + " :" + names);
        reply("366 " + nick + " " + channel + " :End of /NAMES list");
    }

    private void part(String channel, String text) {
        if (joined.remove(channel)) {
            tell(this, line(text));
            tellOthers(server.members(channel), text);
            server.part(channel, this);
        }
    }

    private void quit(String text) {
        leave(text);
        context().writeAndFlush(buffer("ERROR :Closing link\r\n")).addListener(ChannelFutureListener.CLOSE);
    }

    private void leave(String text) {
        for (String channel : joined) {
            server.part(channel, this);
            tellOthers(server.members(channel), text);
        }
        joined.clear();
    }

    private void reply(String text) {
        tell(this, buffer(SERVER + text + "\r\n"));
    }

    /** A line of this client. */
    private ByteBuf line(String text) {
        return buffer(prefix + text + "\r\n");
    }

    private ByteBuf buffer(String text) {
        ByteBuf buffer = context().alloc().ioBuffer(text.length());
        ByteBufUtil.writeAscii(buffer, text);
        return buffer;
    }

    private void tellOthers(List<NettyIrcClient> members, String text) {
        ByteBuf line = line(text);
        for (NettyIrcClient member : members) {
            if (member != this) {
                tell(member, line.retainedDuplicate());
            }
        }
        line.release();
    }

    private static void tell(NettyIrcClient client, ByteBuf line) {
        ChannelHandlerContext its = client.context();
        its.writeAndFlush(line, its.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext its) {
        leave("QUIT :Connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext its, Throwable cause) {
        its.close();
    }
}
